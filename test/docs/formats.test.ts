import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { examinedPlan } from '../../runtime/core/plan/examined-plan';
import { PLAN_FORMATS } from '../../runtime/core/plan/formats/registry';
import type { PlanInput } from '../../runtime/core/plan/plan';
import { context } from '../core/plan/plans';
import { verifies } from '../support/verifies';

const PATH = join(__dirname, '../../docs/formats.md');
const page = readFileSync(PATH, 'utf8');

interface Example {
  readonly format: string;
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** What the page says of it. */
  readonly said: string;
}

/** The fences of each section up to each line `Read as: …`; what stands in a fence is no heading. */
function examplesOf(text: string): readonly Example[] {
  const examples: Example[] = [];
  let format = '';
  let files: { path: string; text: string }[] = [];
  let fence: { readonly marks: string; readonly path: string; text: string } | undefined;
  for (const line of text.split('\n')) {
    if (fence !== undefined) {
      if (line === fence.marks) {
        files.push({ path: fence.path, text: fence.text });
        fence = undefined;
      } else fence.text += `${line}\n`;
      continue;
    }
    const [, marks, path] = /^(`{3,})\w+ (.+)$/.exec(line) ?? [];
    const said = /^Read as: (.+)$/.exec(line)?.[1];
    if (marks !== undefined) fence = { marks, path: path!, text: '' };
    else if (line.startsWith('## ')) format = /\(`([\w-]+)`\)$/.exec(line)?.[1] ?? '';
    else if (said !== undefined) {
      examples.push({ format, files, said });
      files = [];
    }
  }
  return examples;
}

/** What nightshift understands of an example, in words. */
function readAs({ files }: Example): { readonly format: string | undefined; readonly words: string } {
  const [first] = files;
  const input: PlanInput = files.length === 1 ? { text: first!.text, fileName: first!.path } : { documents: files };
  const { reading, format, facts, notes } = examinedPlan(input, context());
  const codes = [...new Set(notes.map(({ code }) => `\`${code}\``))].sort();
  const noted = codes.length === 0 ? '' : ` Notes: ${codes.join(', ')}.`;
  if (reading.type === 'problems') {
    const why = [...new Set(reading.problems.map(({ code }) => `\`${code}\``))].join(', ');
    return { format, words: `refused (${why}); ${count(facts.verification_count, 'criterion', 'criteria')}.${noted}` };
  }
  const { tasks } = reading.plan;
  const sum = (of: (task: (typeof tasks)[number]) => number): number => tasks.reduce((all, task) => all + of(task), 0);
  const implied = sum(({ impliedDependencies = [] }) => impliedDependencies.length);
  const said = sum(({ dependencies }) => dependencies.length) - implied;
  const written = Math.max(facts.edges.length, said);
  const gates = sum(({ humanGate }) => (humanGate === undefined ? 0 : 1));
  const criteria = sum(({ verification }) => verification.length);
  const auto = sum(({ verification }) => verification.filter(({ test }) => test === 'auto').length);
  const words = [
    `${count(tasks.length, 'task')}${facts.done_ids.length > 0 ? ` (${facts.done_ids.length} done)` : ''}`,
    ...(facts.n_subtasks > 0 ? [count(facts.n_subtasks, 'subtask')] : []),
    ...(written > 0 ? [`${count(written, 'dependency', 'dependencies')} written`] : []),
    ...(implied > 0 ? [`${implied} implied`] : []),
    ...(criteria > 0 ? [`${count(criteria, 'criterion', 'criteria')} (${auto} by command)`] : []),
    ...(gates > 0 ? [`a person is asked ${gates === 1 ? 'once' : `${gates} times`}`] : []),
  ];
  return { format, words: `${words.join(', ')}.${noted}` };
}

const count = (number: number, one: string, many = `${one}s`): string => `${number} ${number === 1 ? one : many}`;

describe('docs/formats.md', () => {
  const examples = examplesOf(page);

  it(`has a section with an example for every format that is read, and for no other${verifies('R-2')}`, () => {
    expect([...new Set(examples.map(({ format }) => format))].sort()).toEqual(
      [...new Set(PLAN_FORMATS.map(({ name }) => name))].sort(),
    );
  });

  it('lists every format at its top', () => {
    const top = page.slice(0, page.indexOf('## What holds'));
    for (const { name } of PLAN_FORMATS) expect(top).toContain(`[\`${name}\`](#`);
  });

  it.each(examples.map((example, no) => [example.format, no, example] as const))(
    'is right about %s (example %i; UPDATE_DOCS=1 writes it down)',
    (format, no, example) => {
      const found = readAs(example);
      expect(found.format).toBe(format);
      if (process.env['UPDATE_DOCS'] === '1') {
        let at = -1;
        const text = readFileSync(PATH, 'utf8');
        writeFileSync(
          PATH,
          text.replace(/^Read as: .*$/gm, (line) => {
            at++;
            return at === no ? `Read as: ${found.words}` : line;
          }),
        );
        return;
      }
      expect(example.said).toBe(found.words);
    },
  );
});
