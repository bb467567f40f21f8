import type { ExecutionPlan } from '../../../../runtime/core/plan/plan';
import { type Case, cases, times } from './answers';

const titles =
  (...expected: readonly string[]) =>
  ({ tasks }: ExecutionPlan): void =>
    expect(tasks.map(({ title }) => title)).toEqual(expected);

export const markdown: readonly Case[] = cases(undefined, [
  [
    76,
    'no boxes',
    '# P\nJust text.\n',
    '1:1 PLAN_NO_TASKS',
    { answer: (reading) => expect(reading).toMatchObject({ problems: [{ hint: expect.stringContaining('- [ ]') }] }) },
  ],
  [
    77,
    'every bullet and mark',
    '- [X] a\n* [ ] b\n+ [ ] c\n1. [ ] d\n2) [x] e\n',
    'accepts',
    { plan: titles('a', 'b', 'c', 'd', 'e') },
  ],
  [78, 'no space before the box', '# P\n-[ ] a\n', '2:6 PLAN_NEAR_BOX'],
  [78, 'no space behind the box', '- [ ]a\n', '1:6 PLAN_NEAR_BOX'],
  [78, 'no space inside the box', '- [] a\n', '1:6 PLAN_NEAR_BOX'],
  [79, 'tasks in a fence', '- [ ] a\n```\n- [ ] b\n```\n', 'accepts 3:1 NOTE_HIDDEN_BOXES', { plan: titles('a') }],
  [80, 'tasks in a comment', '- [ ] a\n<!--\n- [ ] b\n-->\n', 'accepts 3:1 NOTE_HIDDEN_BOXES', { plan: titles('a') }],
  [81, 'tasks in a table only', '| Task | Status |\n|---|---|\n| Boil | open |\n', '1:1 PLAN_NO_TASKS'],
  [
    81,
    'a table of tasks beside boxes',
    '- [ ] a\n\n| Task | Status |\n|---|---|\n| Boil | open |\n',
    'accepts 5:1 NOTE_LEFT_OUT',
    { plan: titles('a') },
  ],
  [82, 'a fence that is never closed', '- [ ] a\n```\n- [ ] b\n', '2:1 PLAN_UNCLOSED'],
  [82, 'a comment that is never closed', '- [ ] a\n<!-- x\n- [ ] b\n', '2:1 PLAN_UNCLOSED'],
  [
    83,
    'boxes three levels deep',
    '- [ ] a\n  - [ ] b\n    - [x] c\n',
    'accepts',
    {
      plan: ({ tasks }) =>
        expect(tasks.map(({ subtasks }) => subtasks.map(({ title }) => title))).toEqual([['b', 'c']]),
    },
  ],
  [
    84,
    'a title twice',
    '- [ ] a\n- [ ] a\n',
    'accepts 2:7 NOTE_DUPLICATE_TITLE',
    { plan: ({ tasks }) => expect(tasks.map(({ id }) => id)).toEqual(['task-001', 'task-002']) },
  ],
  [
    85,
    'a list of dependencies',
    '- [ ] 1. a\n- [ ] 2. b\n- [ ] 3. c (depends: 1,2)\n',
    'accepts',
    { plan: ({ tasks }) => expect(tasks[2]!.dependencies).toEqual(['task-001', 'task-002']) },
  ],
  [85, 'an unknown dependency', '- [ ] 1. a\n- [ ] 2. b (depends: 1, 7)\n', 'accepts NOTE_MISSING_DEPENDENCY'],
  [86, 'a dependency in words', '- [ ] a\n- [ ] b (after task three is done)\n', 'accepts NOTE_HUMAN_GATE'],
  [
    87,
    'done boxes: done, and told',
    '- [x] a\n- [ ] b\n',
    'accepts 1:7 NOTE_DONE',
    { plan: ({ tasks }) => expect(tasks.map(({ status }) => status)).toEqual(['completed', 'pending']) },
  ],
  [
    88,
    'HTML and scripts',
    '- [ ] <b>a</b> <script>alert(1)</script>\n',
    'accepts',
    { plan: titles('<b>a</b> <script>alert(1)</script>') },
  ],
  [
    89,
    'a link as a title',
    '- [ ] [Read](javascript:alert(1)) it\n',
    'accepts',
    { plan: ({ tasks }) => expect(tasks[0]!.title).not.toContain('javascript') },
  ],
  [
    90,
    'a picture of 300 KiB as data',
    () => `- [ ] a\n  ![x](data:image/png;base64,${'A'.repeat(300 * 1024)})\n`,
    'problems PLAN_STRING',
  ],
  [
    90,
    'a picture of 5 MB as data',
    () => `- [ ] a\n  ![x](data:image/png;base64,${'A'.repeat(5_000_000)})\n`,
    '1:1 PLAN_TOO_LARGE',
  ],
  [
    91,
    'frontmatter that is no YAML: read line by line, and told',
    '---\ntitle: a: b\nassignee: @ada\n---\n- [ ] a\n',
    'accepts 1:1 NOTE_BROKEN_FRONTMATTER',
  ],
  [92, 'tasks in frontmatter and text', '---\ntitle: T\ntasks: [a]\n---\n- [ ] a\n', '3:1 PLAN_AMBIGUOUS'],
  [93, 'a line of 10,000 bullets', () => `${'- '.repeat(10_000)}[ ] a\n- [ ] b\n`, 'accepts', { withinMs: 50 }],
  [93, '10,000 bullets without a box', () => `- [ ] b\n${'- '.repeat(10_000)}\n`, 'accepts', { withinMs: 50 }],
  [94, 'a title of parentheses', () => `- [ ] a ${'('.repeat(3_000)}\n`, 'accepts', { withinMs: 50 }],
  [94, 'a title of groups', () => `- [ ] a ${'(x)'.repeat(3_000)}(\n`, 'accepts', { withinMs: 50 }],
  ...['[', '`', '*', '_', '~', '!', '(depends: ', '](', '<!--', 'Task 1 ', '1.', '- [', ': ', '\u00a0', '🚧', '--'].map(
    (piece) =>
      [
        94,
        `a title of ${JSON.stringify(piece)}`,
        () => `- [ ] a ${piece.repeat(3_000)}\n`,
        'accepts',
        { withinMs: 50 },
      ] as const,
  ),
  [
    95,
    'many languages, emoji, right to left',
    '- [ ] Сделать 本番 🚀 بناء עברית\n',
    'accepts',
    { plan: titles('Сделать 本番 🚀 بناء עברית') },
  ],
  [96, 'headings that skip levels', '# P\n#### Deep\n- [ ] a\n', 'accepts'],
  [
    97,
    'an estimate of 2d',
    '- [ ] a (est: 2d)\n',
    'accepts',
    { plan: ({ tasks }) => expect(tasks[0]!.estimateMinutes).toBe(960) },
  ],
  [
    97,
    'an estimate of 1.5h',
    '- [ ] a (est: 1.5h)\n',
    'accepts',
    { plan: ({ tasks }) => expect(tasks[0]!.estimateMinutes).toBe(90) },
  ],
  [97, 'an estimate of "soon"', '- [ ] a (est: soon)\n', 'accepts 1:7 NOTE_NOT_UNDERSTOOD'],
  [98, 'criteria without a task', '## Success criteria\n- [ ] it works\n', '2:7 PLAN_ORPHAN_CRITERION'],
  [37, 'a heading of 10,000 marks beside a box', () => `- [ ] a\n${'#'.repeat(10_000)}\n`, '2:1 PLAN_DEPTH'],
  [37, 'a line of 120 marks that sets sections apart', () => `- [ ] a\n${'#'.repeat(120)}\n- [ ] b\n`, 'accepts'],
  [
    38,
    '3,000 lines that look like boxes',
    () => times(3_000, () => '-[ ] a\n').join(''),
    'problems PLAN_NEAR_BOX',
    { answer: (reading) => expect(reading).toMatchObject({ total: 3_000 }) },
  ],
]);
