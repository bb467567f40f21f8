import { detects, formatTable } from './format-table';

const group = (name: string, ...lines: string[]) => `## ${name}\n\n${lines.join('')}\n`;
const box = (text: string, mark = ' ') => `- [${mark}] ${text}\n`;
const PLACE = 'openspec/changes/add-whistle/tasks.md';
const at = (text: string) => ({ text, fileName: PLACE });

detects('openspec', [
  ['by numbered groups', group('1. A', box('1.1 a')), true],
  ['by its place', at(box('a')), true],
  ['by the tool that it names', box('run `openspec validate x --strict`'), true],
  ['not by other numbers', group('1. A', box('a'), box('b')), false],
  ['not by its place without work', at('text\n'), false],
]);

formatTable('openspec', [
  [
    'says of numbers without a box that they are none',
    group('1. A', box('1.1 a'), '- 1.2 b\n', '1.3 c\n', box('1.4 d')) + group('2. B', '- 2.1 e\n'),
    { ids: ['1.1', '1.4'], notes: ['3 NOTE_DOCUMENT_ORDER', '4 NOTE_LEFT_OUT', '10 NOTE_LEFT_OUT'] },
  ],
  [
    'has what names an earlier task wait for the checkpoint between them as well',
    group('1. A', box('1.1 Build'), box('1.2 STOP: wait for human approval'), box('1.3 Deploy (depends on 1.1)')),
    { shape: ['1.1', '1.2<~1.1', '1.3<1.1,~1.2'] },
  ],
  [
    'what waits on something unknown keeps the order of the document',
    group('1. A', box('1.1 a'), box('1.2 b (depends on 7.7)')),
    { missing_dep_ids: ['7.7'], shape: ['1.1', '1.2<~1.1'] },
  ],
  [
    'reads boxes as tasks, one after another',
    group('1. A', box('1.1 a', 'x'), box('1.2 b')) + group('2. B', box('2.1 c')),
    {
      ids: ['1.1', '1.2', '2.1'],
      done_ids: ['1.1'],
      shape: ['1.1', '1.2<~1.1', '2.1<~1.2'],
      waves_or_phases: 2,
      edges: [],
    },
  ],
  [
    'reads rows of a table that have a box beside boxes, but not what a box says already',
    group('1. A', box('1.1 a'), '\n| Step | Done |\n|---|---|\n| 1.1 a | ☐ |\n| 1.2 b | ☑ |\n| 1.3 c | ☐ |\n') +
      group('Rollback', '| Step | Done |\n|---|---|\n| 1.4 d | ☐ |\n'),
    { ids: ['1.1', '1.2', '1.3'], done_ids: ['1.2'], shape: ['1.1', '1.2<~1.1', '1.3<~1.2'] },
  ],
  [
    'runs nothing of a numbered section that is named as no work',
    group('1. Build', box('1.1 a')) +
      group('2. Rollback', box('2.1 revert'), '\n### 2.1 Database\n', box('2.1.1 drop')) +
      group('3. Success Criteria', box('3.1 fast')) +
      group('4. Out of Scope', box('4.1 mobile')) +
      group('5. Validation', box('5.1 test')) +
      group('6. Rollback support in the CLI', box('6.1 b')),
    {
      ids: ['1.1', '5.1', '6.1'],
      verification_count: 1,
      notes: [
        '3 NOTE_DOCUMENT_ORDER',
        '7 NOTE_LEFT_OUT',
        '10 NOTE_LEFT_OUT',
        '14 NOTE_CRITERIA_PLACED',
        '18 NOTE_LEFT_OUT',
      ],
    },
  ],
  [
    'runs numbered groups below a title that only begins like such a section',
    at(`# Rollback\n\n${group('1. A', box('1.1 a'))}## Notes\n\n### 2. B\n\n${box('2.1 b')}`),
    { ids: ['1.1', '2.1'] },
  ],
  ['T11: counts [X] as done', group('1. A', box('1.1 a', 'X')), { done_ids: ['1.1'] }],
  [
    'keeps plain bullets as details',
    group('1. A', box('1.1 a'), '  - a note\n', '  1. first\n'),
    { n_tasks: 1, n_subtasks: 0 },
  ],
  [
    'keeps boxes below a box as its parts',
    group('1. A', box('1.1 a'), `  ${box('1.1.1 b', 'x')}`, `  ${box('c')}`),
    { n_tasks: 1, n_subtasks: 2, subtask_ids: ['1.1.1'] },
  ],
  ['reads deep ids at the left as tasks', group('1. A', box('1.1 a'), box('1.1.1 b')), { ids: ['1.1', '1.1.1'] }],
  ['numbers boxes without a number', at(`## A\n${box('a')}${box('b')}`), { ids: ['#1', '#2'] }],
  [
    'reads groups `### 1.1 Name`',
    at(`## 1. A\n### 1.1 B\n${box('a')}### 1.2 C\n${box('b')}`),
    { ids: ['#1', '#2'], waves_or_phases: 1 },
  ],
  [
    'reads groups `## Phase N`',
    at(group('Phase 1: A', box('a')) + group('Phase 2: B', box('b'))),
    { n_tasks: 2, waves_or_phases: 2 },
  ],
  ['T13: reads ordered boxes', at('## A\n1. [ ] a\n2. [x] b\n'), { ids: ['1', '2'], done_ids: ['2'] }],
  [
    'T17: reads a table with boxes',
    at('## 1. A\n| # | Task | Done |\n|---|---|---|\n| 1.1 | Boil it | ☑ |\n| 1.2 | Pour it | ☐ |\n'),
    { ids: ['1.1', '1.2'], done_ids: ['1.1'] },
  ],
  [
    'T20: keeps numbers apart that restart',
    group('1. A', box('1.1 a')) + group('1. B', box('1.1 b')),
    { ids: ['1.1', '1.1#2'], notes: ['3 NOTE_DOCUMENT_ORDER', '7 NOTE_DUPLICATE_ID'] },
  ],
  [
    'T16: takes boxes of success criteria for criteria, and those of a rollback for nothing',
    group('1. A', box('1.1 a')) +
      group('Success Criteria', box('it boils'), box('it pours')) +
      group('Rollback', box('unplug')),
    { ids: ['1.1'], verification_count: 2, waves_or_phases: 3, notes: ['7 NOTE_CRITERIA_PLACED', '12 NOTE_LEFT_OUT'] },
  ],
  [
    'reads boxes of a group of checks as work, as the tool does',
    at(`## Work\n${box('a')}## Verification\n${box('run the tests')}`),
    { ids: ['#1', '#2'], verification_count: 0 },
  ],
  [
    'reads a numbered group as work, whatever it is called',
    group('1. Validation', box('1.1 run it'), box('1.2 look')),
    { n_tasks: 2, verification_count: 0 },
  ],
  ['T14: finds nothing in fences', group('1. A', box('1.1 a'), '```\n- [ ] 1.2 b\n```\n'), { ids: ['1.1'] }],
  [
    'reads what a task says it waits on',
    group('1. A', box('1.1 a'), box('1.2 b'), box('1.3 c (depends on 1.1)')),
    { edges: [['1.1', '1.3']] },
  ],
  [
    'T51: asks a person where a task or its group says so',
    group('1. A', box('1.1 a'), box('1.2 Release [manual]')) +
      group('2. B', 'Do not proceed without the owner.\n', box('2.1 c')),
    { gates: ['1.2 The plan says "Release [manual]"', '2.1 Do not proceed without the owner.'] },
  ],
  [
    'reads boxes that lack a space, and says so',
    group('1. A', box('1.1 a'), '- [x]1.2 b\n', '- [] 1.3 c\n'),
    {
      ids: ['1.1', '1.2', '1.3'],
      done_ids: ['1.2'],
      notes: ['3 NOTE_DOCUMENT_ORDER', '4 NOTE_NEAR_BOX', '4 NOTE_DONE'],
    },
  ],
  [
    'reads numbers with a letter, put between others later',
    group('1. A', box('1.1 a'), box('1.1a b'), box('2D map'), box('1.5x as fast')),
    { ids: ['1.1', '1.1a', '#3', '#4'] },
  ],
  [
    'boxes that say to be criteria are, also in a numbered group',
    at(group('1. A', box('1.1 a')) + group('2. Acceptance Criteria Gate', box('AC1 hot', 'x'), box('AC2 loud'))),
    { ids: ['1.1'], verification_count: 2 },
  ],
]);
