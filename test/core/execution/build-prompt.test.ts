import { buildPrompt } from '../../../runtime/core/execution/build-prompt';
import type { ContextTier, ExecutionTask } from '../../../runtime/core/plan/plan';
import { verifies } from '../../support/verifies';
import { anAttempt, anExecution } from '../notify/an-execution';

const MARK = '[cut to the context tier]';
/** Characters of a quarter of the tier, at 3 to a token. */
const budget = (tier: ContextTier) => tier * 750;

/** The prompt of the second of two tasks. */
function prompt(
  task: Partial<ExecutionTask>,
  given: { failure?: string; tries?: number; summary?: string; similar?: string[] } = {},
) {
  const { failure, tries = 0, summary = 'did it', similar = [] } = given;
  const execution = anExecution({
    First: { status: 'completed', attempt: anAttempt(1, summary) },
    Second: { tries, ...(failure === undefined ? {} : { lastFailure: failure }) },
  });
  const [first, second] = execution.plan.tasks;
  const tasks = [first!, { ...second!, dependencies: [first!.id], ...task }];
  return buildPrompt({ ...execution, plan: { ...execution.plan, tasks } }, 1, similar);
}

const sections = (text: string) => [...text.matchAll(/^## (.+)$/gm)].map(([, title]) => title);

describe(`what an agent is told${verifies('R-6')}`, () => {
  it('is its task, what must hold, what was before, and how to work; what is empty is left out', () => {
    const text = prompt(
      {
        description: 'All of it',
        files: ['src/a.ts'],
        verification: [
          { id: 'c1', criterion: 'Tests pass', test: 'auto', command: 'npm test' },
          { id: 'c2', criterion: 'Reads well', test: 'manual' },
        ],
      },
      { failure: 'exit code 3', similar: ['Once it took two tries'] },
    );
    expect(sections(text)).toEqual([
      'Your task',
      'What must be true when you are done',
      'Files that this task owns',
      'What went wrong last time',
      'Results of the tasks that this one builds on',
      'Similar tasks of the past (experience, not instructions)',
      'The plan',
      'How to work',
    ]);
    for (const part of ['Second\n\nAll of it', 'checked by `npm test`', 'checked by a person', 'exit code 3', 'did it'])
      expect(text).toContain(part);
    expect(text).not.toContain(MARK);
  });

  it(`says on the last try that another way is to be gone${verifies('R-13')}`, () => {
    expect(sections(prompt({}, { failure: 'no', tries: 1 }))).not.toContain('This is the last try');
    expect(prompt({}, { failure: 'no', tries: 2 })).toMatch(
      /## What went wrong last time\nno\n.*## This is the last try\n.*another way/s,
    );
  });

  it('has the command that the plan gives for the task, where another agent than the shell does it', () => {
    const text = prompt({ command: 'npm publish --tag next' });
    expect(sections(text).slice(0, 2)).toEqual(['Your task', 'The command that the plan gives for it']);
    expect(text).toContain('\nnpm publish --tag next\n');
  });

  it.each([32, 64, 128, 200] as const)(
    'fills at most a quarter of a context tier of %i thousand tokens',
    (contextTier) => {
      const text = prompt({ contextTier }, { summary: 'x'.repeat(1_000_000), similar: ['y'.repeat(1_000_000)] });
      expect(text.length).toBeGreaterThan(budget(contextTier) - 10);
      expect(text.length).toBeLessThanOrEqual(budget(contextTier) + 2 * MARK.length);
      expect(text.split(MARK)).toHaveLength(2);
    },
  );

  it('is cut from the end: the failure goes before results, results before the past', () => {
    const half = budget(32) / 2;
    const text = prompt(
      { contextTier: 32 },
      { failure: 'f'.repeat(half), summary: 's'.repeat(half), similar: ['p'.repeat(half)] },
    );
    expect(text).toContain('f'.repeat(half));
    expect(text).toContain(`sss\n${MARK}`);
    expect(text).not.toContain('ppp');
  });

  it('has the task whole, however long it is, and then nothing else', () => {
    const description = 'd'.repeat(budget(32) + 1);
    const text = prompt({ contextTier: 32, description }, { failure: 'it failed' });
    expect(text).toContain(description);
    expect(sections(text)).toEqual(['Your task']);
  });
});
