import { type Row, read, seen } from './formats/format-table';

/** What waits on what, and the notes about it. */
const rows = (table: readonly Row[]): void => {
  it.each(table)('%s', (_, input, expected) => {
    expect(seen(read(input), Object.keys(expected))).toEqual(expected);
  });
};
const boxes = (...titles: string[]): string => titles.map((title) => `- [ ] ${title}\n`).join('');
const NAMED = 'NOTE_DEPENDENCY_READ';
const PROSE = 'NOTE_NOT_UNDERSTOOD';

describe('what a task waits on may be said in words', () => {
  rows([
    ['behind a dash', boxes('Coil', 'Pot', 'Lid — depends on 1'), { shape: ['1', '2<~1', '3<1'] }],
    ['with a colon in brackets', boxes('Coil', 'Pot', 'Lid (blocked by: 1)'), { shape: ['1', '2<~1', '3<1'] }],
    ['but not taken back', boxes('Coil', 'Pot', 'Lid, does not depend on 1'), { shape: ['1', '2<~1', '3<~2'] }],
    ['but not past', boxes('Coil', 'Pot', 'Lid, no longer blocked by 1'), { shape: ['1', '2<~1', '3<~2'] }],
    [
      'but not past in brackets',
      boxes('Coil', 'Pot', 'Lid (no longer blocked by 1)'),
      { shape: ['1', '2<~1', '3<~2'] },
    ],
    ['behind a comma', boxes('Coil', 'Pot', 'Lid, depends on 1'), { shape: ['1', '2<~1', '3<1'] }],
    ['behind nothing', boxes('Coil', 'Pot', 'Lid needs 1'), { shape: ['1', '2<~1', '3<1'] }],
    ['with the word task', boxes('Coil', 'Pot', 'Lid after Task 1'), { shape: ['1', '2<~1', '3<1'] }],
    ['with its title', boxes('Coil', 'Pot', 'Lid, once the Coil is done'), { shape: ['1', '2<~1', '3<1'] }],
    ['with several', boxes('Coil', 'Pot', 'Lid — blocked by Coil and task 2'), { shape: ['1', '2<~1', '3<1,2'] }],
    ['with a number in words', boxes('a', 'b', 'c', 'Lid after task two'), { shape: ['1', '2<~1', '3<~2', '4<2'] }],
    [
      'with a number in words of another language',
      boxes('a', 'b', 'Lid nach Schritt eins'),
      { shape: ['1', '2<~1', '3<1'] },
    ],
    [
      'but of no task of the plan, which is noted',
      boxes('a', 'b', 'Lid after task seven', 'Pot after step 9'),
      { shape: ['1', '2<~1', '3<~2', '4<~3'], notes: ['1 NOTE_DOCUMENT_ORDER', `3 ${PROSE}`, `4 ${PROSE}`] },
    ],
    ['with a range', boxes('a', 'b', 'c', 'Lid after tasks 1-3 are done'), { shape: ['1', '2<~1', '3<~2', '4<1,2,3'] }],
    ['with a letter', boxes('A. Coil', 'B. Pot', 'C. Lid, depends on A'), { shape: ['1', '2<~1', '3<1'] }],
    ['with the letter of a title', boxes('Do A', 'Do B', 'Do C — needs A'), { shape: ['1', '2<~1', '3<1'] }],
    [
      'in brackets, with a letter',
      boxes('A. Coil', 'B. Pot', 'C. Lid (depends on A)'),
      { shape: ['1', '2<~1', '3<1'] },
    ],
    ['on a line below', '- [ ] Coil\n- [ ] Pot\n- [ ] Lid\n  - Depends on Coil.\n', { shape: ['1', '2<~1', '3<1'] }],
    [
      'in a numbered list',
      '## Tasks\n1. Coil\n2. Pot\n3. Lid — depends on 1\n',
      { shape: ['1', '2<~1', '3<1'], notes: ['2 NOTE_LIST_CHOSEN', '2 NOTE_DOCUMENT_ORDER', `4 ${NAMED}`] },
    ],
    [
      'below a heading',
      '### Task 1: a\n### Task 2: b\n### Task 3: c\nDepends on Task 1.\n',
      { shape: ['1', '2<~1', '3<1'] },
    ],
    [
      'in Kiro',
      '# Implementation Plan\n- [ ] 1. a\n- [ ] 2. b\n- [ ] 3. c, after task 1\n_Requirements: 1_\n',
      { shape: ['1', '2<~1', '3<1'] },
    ],
    [
      'in OpenSpec',
      '## 1. G\n- [ ] 1.1 a\n- [ ] 1.2 b\n- [ ] 1.3 c — needs 1.1\n',
      { shape: ['1.1', '1.2<~1.1', '1.3<1.1'] },
    ],
    ['in spec-kit', boxes('T001 a', 'T002 b', 'T003 c after T001'), { shape: ['T001', 'T002<~T001', 'T003<T001'] }],
    [
      'in brackets in a PRP',
      '## All Needed Context\n## Implementation Blueprint\n```yaml\nTask 1: a\nTask 2: b\nTask 3: c (depends on 1)\n```\n## Validation Loop\n',
      { shape: ['1', '2<~1', '3<1'] },
    ],
  ]);

  it('leaves the title without the words', () => {
    const { reading } = read(boxes('Coil', 'Pot — depends on 1', 'Tea (depends on Pot)'));
    const titles = reading.type === 'plan' ? reading.plan.tasks.map(({ title }) => title) : [];
    expect(titles).toEqual(['Coil', 'Pot', 'Tea']);
  });
});

describe('words that name no task of the plan are words', () => {
  rows([
    [
      'with a note',
      boxes('Coil', 'Fly — depends on the weather'),
      { shape: ['1', '2<~1'], notes: ['1 NOTE_DOCUMENT_ORDER', `2 ${PROSE}`] },
    ],
    [
      'without one where they are everyday ones',
      boxes('Coil', 'Clean up after tests'),
      { shape: ['1', '2<~1'], notes: ['1 NOTE_DOCUMENT_ORDER'] },
    ],
    ['also when a number stands among them', boxes('Coil', 'Try again after 1 minute'), { shape: ['1', '2<~1'] }],
    ['also when the task would name itself', boxes('Coil', 'Lid needs 2'), { shape: ['1', '2<~1'] }],
    [
      'unless they have the form of one, which is missing',
      boxes('Coil', 'Lid — depends on T099'),
      { missing_dep_ids: ['T099'] },
    ],
  ]);
});

describe('sentences about the order of tasks that are not read are noted', () => {
  rows(
    [
      'Steps 1 and 2 can run in parallel.',
      'Tasks 2 and 3 are independent of each other.',
      '- Step 4 depends on step 1',
      'Phase 1 must finish before anything else.',
      'Tasks 1-3 may run in any order',
    ].map(
      (sentence): Row => [
        sentence,
        `# Plan\n1. Coil\n2. Pot\n3. Lid\n4. Whistle\n\n${sentence}\n`,
        { notes: ['2 NOTE_LIST_CHOSEN', '2 NOTE_DOCUMENT_ORDER', `7 ${PROSE}`] },
      ],
    ),
  );
  rows(
    ['Step 1 can be seen from afar.', 'All steps are independent.', 'The app runs 2 tasks in parallel.'].map(
      (sentence): Row => [
        `but not: ${sentence}`,
        `# Plan\n1. Coil\n2. Pot\n\n${sentence}\n`,
        { notes: ['2 NOTE_LIST_CHOSEN', '2 NOTE_DOCUMENT_ORDER'] },
      ],
    ),
  );
});
