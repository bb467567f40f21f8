import { verifies } from '../../../support/verifies';
import { detects, formatTable, read } from './format-table';

const HEAD =
  '# Whistle Implementation Plan\n\n> **For Claude:** REQUIRED SUB-SKILL: Use superpowers:executing-plans\n\n**Goal:** g\n\n---\n\n';
const FILES = '**Files:**\n- Create: `src/valve.c`\n- Modify: `src/main.c:10-20`\n- Test: `tests/valve_test.c`\n\n';
const step = (no: number, title = `S${no}`) => `- [ ] **Step ${no}: ${title}**\n\n`;
const task = (no: string, body = FILES + step(1) + step(2), level = '###') => `${level} Task ${no}: T${no}\n\n${body}`;

detects('superpowers', [
  ['by its files and steps', task('1'), true],
  ['by its first lines', `${HEAD}${task('1', step(1))}`, true],
  ['by its path', { text: task('1', step(1)), fileName: 'docs/superpowers/plans/2026-01-02-whistle.md' }, true],
  ['by the shorter path', { text: task('1', step(1)), fileName: 'docs/plans/2026-01-02-whistle.md' }, true],
  [
    'by its path, files and tasks, also without steps',
    { text: `### Task 1: a\n${FILES}### Task 2: b\n${FILES}`, fileName: 'docs/plans/2026-01-02-whistle.md' },
    true,
  ],
  ['not without steps', `### Task 1: a\n${FILES}`, false],
  ['not a plan of a phase', `---\nphase: 1\nplan: 2\n---\n${task('1')}`, false],
]);

formatTable('superpowers', [
  [
    'reads what must hold behind its tasks',
    `${task('1')}${task('2')}### Verification\n- [ ] It whistles\n- \`make test\` passes\n`,
    { n_tasks: 2, n_subtasks: 4, notes: ['1 NOTE_DOCUMENT_ORDER', '24 NOTE_CRITERIA_PLACED'] },
  ],
  [
    'reads what a heading says that its task waits on',
    {
      text: '### Task 1: A\n**Step 1: x**\n### Task 2: B\n**Step 1: x**\n### Task 3: C (depends on Task 1)\n**Step 1: x**\n',
      fileName: 'docs/plans/2026-01-05-kettle.md',
    },
    { shape: ['1', '2<~1', '3<1'] },
  ],
  [
    'keeps the order before a task that waits on nothing that is there, and asks where it is blocked',
    {
      text: '### Task 1: A\n**Step 1: x**\n### Task 2: B\n**Depends on:** Task 9\n**Status:** blocked\n**Step 1: x**\n',
      fileName: 'docs/plans/2026-01-05-kettle.md',
    },
    { shape: ['1', '2<~1'], missing_dep_ids: ['9'], gates: ['2 status: blocked'] },
  ],
  [
    'reads headings as tasks, steps as subtasks, in order',
    `${HEAD}${task('1')}---\n\n${task('2')}`,
    {
      ids: ['1', '2'],
      n_subtasks: 4,
      subtask_ids: ['1.1', '1.2', '2.1', '2.2'],
      edges: [],
      shape: ['1', '2<~1'],
      done_ids: [],
    },
  ],
  [
    'a fence inside a fence hides no step, and a sample in a fence is none',
    `${HEAD}${task('1', `${step(1)}\`\`\`markdown\n\`\`\`json\n{}\n\`\`\`\n\`\`\`\n\n${step(2)}\`\`\`sh\nmake\n\`\`\`\n${step(3)}`)}${task('2', `${step(1)}\`\`\`md\n${step(1)}${step(2)}\`\`\`\n`)}`,
    { subtask_ids: ['1.1', '1.2', '1.3', '2.1'] },
  ],
  [
    'a heading of a text that a task writes does not end it, when its steps go on',
    `${HEAD}${task('1', `${step(1)}\`\`\`md\n\`\`\`\n## Leaked\n\n${step(2)}`)}${task('2', step(1))}## Notes\n\n${step(1)}${step(3)}`,
    { subtask_ids: ['1.1', '1.2', '2.1'] },
  ],
  [
    'boxes beside steps are what a step looks at; an open one keeps the task open',
    `${HEAD}${task('1', '- [x] **Step 1: look**\n- [ ] at the lid\n')}${task('2', '- [x] **Step 1: look**\n- [x] at it\n')}`,
    { subtask_ids: ['1.1', '2.1'], n_subtasks: 2, done_ids: ['2'] },
  ],
  ['reads bold steps', `${HEAD}${task('1', '**Step 1: a**\n\n**Step 2: b**\n')}`, { n_subtasks: 2 }],
  ['reads steps that are headings', `${HEAD}${task('1', '#### Step 1: a\n\n#### Step 2 - b\n')}`, { n_subtasks: 2 }],
  [
    'reads tasks of the second level',
    `${HEAD}${task('1', undefined, '##')}${task('2', undefined, '##')}`,
    { ids: ['1', '2'] },
  ],
  ['reads ids with points and letters', `${HEAD}${task('0.1')}${task('3a')}`, { ids: ['0.1', '3a'] }],
  [
    'T14 takes nothing from fences',
    `${HEAD}${task('1', `${step(1)}\`\`\`markdown\n# Heading\n### Task 9: no\n- [ ] **Step 1: no**\n\`\`\`\n${step(2)}`)}`,
    { ids: ['1'], n_subtasks: 2 },
  ],
  [
    'groups by phases and chunks',
    `${HEAD}## Phase A: One\n\n${task('1')}## Chunk 2: Two\n\n${task('2')}`,
    { waves_or_phases: 2, ids: ['1', '2'] },
  ],
  [
    'T13 numbered lines in a step are no tasks',
    `${HEAD}${task('1', `${step(1)}1. first\n2. second\n`)}`,
    { n_tasks: 1, n_subtasks: 1, notes: [] },
  ],
  [
    'is done when all boxes are ticked',
    `${HEAD}${task('1').replaceAll('[ ]', '[x]')}${task('2')}`,
    { done_ids: ['1'] },
  ],
  [
    'notes tables that sum up',
    `${HEAD}${task('1')}## Summary\n\n| Task | Files |\n|---|---|\n| 1 | 3 |\n`,
    { n_tasks: 1 },
  ],
  [
    'T51 keeps a gate of a task',
    `${HEAD}${task('1')}${task('2', `${step(1)}Wait for human approval before this.\n`)}`,
    { gates: ['2 The plan says "Wait for human approval before this."'] },
  ],
  [
    'T51 keeps a gate of the plan',
    `${HEAD}Autonomous: false\n\n${task('1')}`,
    { gates: ['1 The plan says "Autonomous: false"'] },
  ],
  [
    'asks nobody because of code',
    `${HEAD}${task('1', `${step(1)}\`\`\`ts\nawait user.click();\n\`\`\`\n`)}`,
    { gates: [] },
  ],
  [
    'T51 looks into code where a fence is broken',
    `${HEAD}${task('1', step(1))}${task('2', `${step(1)}Autonomous: false\n\n\`\`\`ts\nx\n`)}`,
    { gates: ['2 autonomous: false'] },
  ],
  [
    'T51 keeps a gate of a group',
    `${HEAD}## Phase 1: A\n\n${task('1')}## Phase 2: B (human required)\n\n${task('2')}${task('3')}`,
    { gates: ['2 The plan says "Phase 2: B (human required)"', '3 The plan says "Phase 2: B (human required)"'] },
  ],
]);

describe('a task of superpowers', () => {
  const only = (body: string) => {
    const { reading } = read(`${HEAD}${task('1', body)}`);
    if (reading.type !== 'plan') throw new Error(JSON.stringify(reading.problems));
    return reading.plan.tasks[0]!;
  };

  it(`names its files without line ranges${verifies('R-2')}`, () =>
    expect(only(FILES + step(1)).files).toEqual(['src/valve.c', 'src/main.c', 'tests/valve_test.c']));

  it.each<[string, string, string | undefined]>([
    ['output that is good', 'Run: `npm test`\nExpected: PASS (4 tests)\n', 'npm test'],
    ['a number of tests that pass', 'Run: `npm test`\nExpected: 4 tests pass\n', 'npm test'],
    ['output that a person compares', 'Run: `git status`\nExpected: shows the file as deleted\n', undefined],
    [
      'the command of a fence',
      '```bash\nnpx vitest run a.test.ts\n```\nExpected: all pass\n',
      'npx vitest run a.test.ts',
    ],
  ])('is proven by %s', (_, body, command) => {
    const [criterion] = only(step(1) + body).verification;
    expect(criterion).toMatchObject({ test: command === undefined ? 'manual' : 'auto' });
    expect(criterion!.command).toBe(command);
  });

  it('is not proven by a test that must fail first', () =>
    expect(only(`${step(1)}Run: \`npm test\`\nExpected: FAIL with "not defined"\n`).verification).toEqual([]));

  it('keeps its text with its code', () =>
    expect(only(`${step(1)}\`\`\`c\nint x;\n\`\`\`\n`).description).toContain('int x;'));
});
