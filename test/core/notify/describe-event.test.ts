import fc from 'fast-check';
import type { EventBody } from '../../../runtime/core/execution/event';
import { asWorkerId } from '../../../runtime/core/ids';
import { describeEvent } from '../../../runtime/core/notify/describe-event';
import { verifies } from '../../support/verifies';
import { anAttempt, anEvent, anExecution } from './an-execution';

const bodies: readonly EventBody[] = [
  { type: 'attempt-started', task: 0, token: 1, worker: asWorkerId('w'), agent: 'shell' },
  { type: 'task-completed', task: 0, token: 1, attemptToken: 1, evidenceDigest: '' },
  { type: 'task-failed', task: 0, token: 1, reason: 'attempts-used', failure: 'Expected 3, received 4' },
  { type: 'task-waiting', task: 0, token: 1, question: { criteria: ['c1'], text: 'Does the page look right?' } },
  { type: 'wave-completed', wave: 2, waves: 4 },
  { type: 'progress-reported', completed: 3, total: 8 },
  { type: 'execution-succeeded' },
  { type: 'execution-failed', reason: 'task-failed' },
  { type: 'execution-cancelled', reason: 'by a person' },
  { type: 'execution-paused', reason: 'three failures in a row' },
  { type: 'execution-resumed', allowsMore: true },
  { type: 'task-skipped', task: 0, reason: 'dependency-failed' },
];

describe(`describeEvent${verifies('R-50')}`, () => {
  it.each(bodies.map((body) => [body.type, body] as const))(
    'says 8 to 16 words for %s, whatever the titles',
    (_, body) => {
      fc.assert(
        fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.lorem({ maxCount: 30 }), (odd, long) => {
          for (const title of [odd, long, 'Lint']) {
            const execution = anExecution({ [title]: { status: 'completed', attempt: anAttempt(1, long) } });
            const {
              spoken,
              title: heading,
              text,
            } = describeEvent({ ...execution, plan: { ...execution.plan, title } }, anEvent(body));
            const words = spoken.trim().split(/\s+/).length;
            expect(words).toBeGreaterThanOrEqual(8);
            expect(words).toBeLessThanOrEqual(16);
            expect(heading.length).toBeLessThanOrEqual(120);
            expect(`${heading}${spoken}`).not.toMatch(/[\p{Cc}]/u);
            expect(text.length).toBeLessThanOrEqual(3_500);
          }
        }),
        { numRuns: 50 },
      );
    },
  );

  it('reads well', () => {
    const execution = anExecution({
      'Write the `docs/intro.md` page': { status: 'completed', attempt: anAttempt(90_000, 'Wrote it.') },
      b: {},
    });
    expect(bodies.map((body) => describeEvent(execution, anEvent(body)).spoken)).toMatchInlineSnapshot(`
[
  "Started the task Write the intro.md page now.",
  "Completed the task Write the intro.md page and proved it, 1 of 2 done.",
  "The task Write the intro.md page has failed and needs a look.",
  "The task Write the intro.md page is waiting for your answer.",
  "Wave 2 of 4 is complete in Release the parser.",
  "3 of 8 tasks are complete in Release the parser.",
  "The plan Release the parser is done, 1 of 2 tasks completed.",
  "The plan Release the parser has failed, 1 of 2 tasks completed.",
  "The plan Release the parser was cancelled, 1 of 2 tasks completed.",
  "The plan Release the parser is paused and needs your attention.",
  "Execution resumed Release the parser in nightshift now.",
  "Task skipped Write the intro.md page in nightshift.",
]
`);
    expect(describeEvent(execution, anEvent(bodies[1]!)).text).toMatchInlineSnapshot(`
"Release the parser: Write the \`docs/intro.md\` page is completed and proven after 2 min; 1 of 2 tasks is completed.
Wrote it."
`);
  });

  it('carries the error of a failure, and marks it urgent', () => {
    const told = describeEvent(anExecution({ Lint: {} }), anEvent(bodies[2]!));
    expect(told.text).toContain('Expected 3, received 4');
    expect(told.isUrgent).toBe(true);
  });

  it('names the failed tasks of an execution that failed', () => {
    const execution = anExecution({
      Lint: { status: 'failed', lastFailure: 'exit 1: no such rule' },
      Test: { status: 'skipped' },
    });
    expect(describeEvent(execution, anEvent(bodies[7]!)).text).toContain('Lint: exit 1: no such rule');
  });

  it('names what failed, and the next step, when failures have paused an execution', () => {
    const execution = {
      ...anExecution({
        Lint: { status: 'pending', lastFailure: 'exit 1: no such rule' },
        Test: { status: 'completed', lastFailure: 'once' },
      }),
      status: 'paused' as const,
      failuresInARow: 4,
    };
    const { text } = describeEvent(execution, anEvent(bodies[9]!));
    expect(text).toMatch(
      /three failures in a row\nLint: exit 1: no such rule\nMend what .*: nightshift control \S+ resume$/,
    );
  });

  it('replaces what looks like a key, and removes terminal sequences and direction marks', () => {
    const failure = `\x1b[31mkey\x1b[0m sk-ant-api03-${'a1B2'.repeat(20)} \u202etxt\u0007`;
    const { text } = describeEvent(anExecution({ Lint: {} }), anEvent({ ...bodies[2]!, failure } as EventBody));
    expect(text).toContain('key [redacted] txt');
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });
});
