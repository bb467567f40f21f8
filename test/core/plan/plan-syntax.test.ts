import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { verifies } from '../../support/verifies';
import { planOf } from './plans';

const page = readFileSync(join(__dirname, '../../../docs/plan-syntax.md'), 'utf8');
const examples = [...page.matchAll(/^```(yaml|json|markdown)\n(.*?)^```$/gms)].map(
  ([, kind = '', text = '']) => [kind, text] as const,
);

describe('docs/plan-syntax.md', () => {
  it('has an example of every format', () => {
    expect(examples.map(([, text]) => planOf(text).format)).toEqual([
      'task-list',
      'task-list',
      'checkbox',
      'gsd-roadmap',
    ]);
  });

  it.each(examples)(`has an example in %s that asks for no more than it says${verifies('R-2')}`, (_, text) => {
    const plan = planOf(text);
    expect(plan.tasks.length).toBeGreaterThan(1);
    const expected = ['NOTE_DONE', 'NOTE_CRITERIA_PLACED', 'NOTE_REPEATED'];
    expect(plan.notes.filter(({ code }) => !expected.includes(code))).toEqual([]);
  });

  it('shows the tasks, dependencies and commands that it speaks of', () => {
    const brief = examples.map(([, text]) =>
      planOf(text).tasks.map((task) => [task.title, task.dependencies.length, task.command, task.humanGate]),
    );
    expect(brief[2]).toEqual([
      ['Lint the code', 0, 'npm run lint', undefined],
      ['Run the unit tests', 0, 'npm test', undefined],
      ['Describe the new option', 1, undefined, undefined],
      ['Publish the package', 2, 'npm publish', 'The release manager says yes'],
    ]);
    expect(brief[0]!.map(([title]) => title)).toEqual([
      'Lint the code',
      'Run the unit tests',
      'Describe the new option',
      'Publish the package',
    ]);
  });
});
