import { verifies } from '../../support/verifies';
import { planOf } from './plans';

/** `1 ask | check` for each task: what a person is asked before it, and what one judges after it. */
const asked = (text: string, fileName?: string): string[] =>
  planOf(text, fileName).tasks.map(({ originalId, humanGate, verification }) => {
    const checks = verification.map(({ criterion }) => criterion).join('; ');
    return `${originalId} ${humanGate ?? ''}|${checks === '' ? '' : ` ${checks}`}`;
  });

describe('a checkpoint inside a task', () => {
  it.each<[string, string, string[]]>([
    [
      'behind its work is asked when the work is done, and before the next task',
      '### Task 1: Migrate\n- [ ] Write it\n- [ ] STOP: human verifies it before Task 2\n### Task 2: Deploy\n- [ ] Go\n',
      ['1 | STOP: human verifies it before Task 2', '2 |'],
    ],
    [
      'in a line that speaks of the next task is asked when the work is done',
      '- [ ] 1. Migrate\n  After this, wait for approval before starting task 2.\n- [ ] 2. Deploy\n',
      ['1 | After this, wait for approval before starting task 2.', '2 |'],
    ],
    [
      'in a line that speaks of the task itself is asked before it',
      '- [ ] 1. Build\n- [ ] 2. Deploy\n  The owner must approve it before task 2 starts.\n',
      ['1 |', '2 The plan says "The owner must approve it before task 2 starts."|'],
    ],
    [
      'before its work is asked before it',
      '- [ ] 1. Migrate\n  - [ ] Checkpoint: human approves the plan\n  - [ ] write it\n',
      ['1 A part of it says "Checkpoint: human approves the plan"|'],
    ],
    [
      'amidst its work is asked before it and behind it, for nothing stops in its middle',
      '- [ ] 1. Migrate\n  - [ ] write it\n  - [ ] checkpoint: human-verify it\n  - [ ] run it in production\n',
      ['1 A part of it says "checkpoint: human-verify it"| checkpoint: human-verify it'],
    ],
    [
      'that is left over in a task that is done is asked before the next one',
      '- [x] 1. Migrate\n  - [x] write it\n  - [ ] checkpoint: human-verify it\n- [ ] 2. Deploy\n',
      ['1 |', '2 The plan says "checkpoint: human-verify it"|'],
    ],
    ...[
      '⛔ Human approval required before this task.',
      'Wait for human approval before starting this phase.',
      'STOP: wait for human approval before starting this task.',
      'Human approval required before this story, and before continuing.',
    ].map((words): [string, string, string[]] => [
      `in words for the task itself is asked before it: ${words}`,
      `### Task 1: Migrate\n${words}\n- [ ] Write it\n### Task 2: Deploy\n- [ ] Go\n`,
      [`1 The plan says "${words}"|`, '2 |'],
    ]),
  ])(`%s${verifies('R-7')}`, (_, text, expected) => {
    expect(asked(text)).toEqual(expected);
  });

  it('is asked behind the steps of a plan of superpowers', () => {
    const text =
      '# K Implementation Plan\n**Goal:** x\n### Task 1: Migrate\n**Files:**\n- Create: `a.sql`\n- [ ] **Step 1: Write**\n- [ ] **Step 2: Checkpoint: a person verifies the data before Task 2**\n### Task 2: Deploy\n- [ ] **Step 1: Do**\n';
    expect(asked(text)).toEqual(['1 | Checkpoint: a person verifies the data before Task 2', '2 |']);
  });

  it('holds what comes after it, when it is a step of its own that lets somebody look', () => {
    const text =
      '# Plan: K\n\n## Implementation Steps\n1. Build it\n2. Stop and let the user verify the build\n3. Deploy (depends on 1)\n';
    expect(asked(text)).toEqual(['1 |', '2 The plan says "Stop and let the user verify the build"|', '3 |']);
    expect(planOf(text).tasks[2]!.dependencies).toEqual(['task-001', 'task-002']);
  });
});
