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
      'that says before what of its work is asked before it, and behind it as well',
      '- [ ] Valve\n  - [ ] Drill\n  - [ ] Ask Bob for approval before drilling\n- [ ] Lid\n',
      ['1 A part of it says "Ask Bob for approval before drilling"| Ask Bob for approval before drilling', '2 |'],
    ],
    [
      'that says before what in another language is asked before it, too',
      '- [ ] Ventil\n  - [ ] Bohren\n  - [ ] Freigabe von Bob einholen vor dem Bohren\n- [ ] Lid\n',
      [
        '1 A part of it says "Freigabe von Bob einholen vor dem Bohren"| Freigabe von Bob einholen vor dem Bohren',
        '2 |',
      ],
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

  it.each<[string, string]>([
    ['Run `DROP TABLE users` — only after DBA approval', 'Run DROP TABLE users — only after DBA approval'],
    ['Delete old bucket - needs approval from Bob', 'Delete old bucket - needs approval from Bob'],
    ['Publish after Tina approves', 'Publish after Tina approves'],
    ['After Tina approves, publish', 'After Tina approves, publish'],
    ['Publish (manual approval)', 'Publish (manual approval)'],
  ])(`is asked for before the task when it is work that needs a yes: %s${verifies('R-7')}`, (part, text) => {
    const plan = `- [ ] 1. Migrate\n  - [ ] 1.1 Dump\n  - [ ] 1.2 ${part}\n- [ ] 2. Report\n`;
    expect(asked(plan)).toEqual([`1 A part of it says "${text}"|`, '2 |']);
  });

  it.each(['User tests the app by hand', 'Get approval from Bob', '@bob to review'])(
    'is asked for behind the work when it is nothing but a yes: %s',
    (part) => {
      expect(asked(`- [ ] 1. Migrate\n  - [ ] Dump\n  - [ ] ${part}\n- [ ] 2. Report\n`)).toEqual([
        `1 | ${part}`,
        '2 |',
      ]);
    },
  );

  it('is asked for before and behind the task when its last part is work that ends in asking', () => {
    const plan = '- [ ] 1. Migrate\n  - [ ] Dump\n  - [ ] Show the diff and wait for approval\n- [ ] 2. Report\n';
    const text = 'Show the diff and wait for approval';
    expect(asked(plan)).toEqual([`1 A part of it says "${text}"| ${text}`, '2 |']);
  });

  it.each<[string, string, string]>([
    [
      'Task Master',
      'tasks.json',
      '{"tasks":[{"id":1,"title":"Release","subtasks":[{"id":1,"title":"Build"},{"id":2,"title":"Publish - needs approval by Tina"}]},{"id":2,"title":"Tell","dependencies":[1]}]}',
    ],
    [
      'OpenSpec',
      'openspec/changes/x/tasks.md',
      '## 1. R\n- [ ] 1.1 Build\n  - [ ] pack\n  - [ ] Publish - needs approval by Tina\n- [ ] 1.2 Tell\n',
    ],
    [
      'BMAD',
      'stories/1.1.a.md',
      '# Story 1.1: A\nStatus: ready-for-dev\n## Tasks / Subtasks\n- [ ] Task 1: Release\n  - [ ] Build\n  - [ ] Publish - needs approval by Tina\n- [ ] Task 2: Tell\n',
    ],
  ])('gates the work that it stands in also in a plan of %s', (_, fileName, text) => {
    const [first, second] = planOf(text, fileName).tasks;
    expect(first!.humanGate).toContain('Publish - needs approval by Tina');
    expect(first!.verification.map(({ criterion }) => criterion)).toEqual([]);
    expect(second!.humanGate).toBeUndefined();
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
