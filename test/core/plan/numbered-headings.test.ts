import { verifies } from '../../support/verifies';
import { unaccounted } from './accounted';
import { type Row, read, seen } from './formats/format-table';
import { planOf } from './plans';

const ROWS: readonly Row[] = [
  [
    'from any number on, with a box below one of them',
    '### 16. Pump\nwords\n### 17. Valve\n- [ ] drill\n### 18. Lid\nwords\n',
    { ids: ['16', '17', '18'], n_subtasks: 1 },
  ],
  ['from any number on, without a box', '### 16. Pump\nwords\n### 17. Valve\nwords\n', { ids: ['16', '17'] }],
  ['from 0 on', '## 0. Dig\nx\n## 1. Build\nx\n', { ids: ['0', '1'] }],
  [
    'where some are missing, without a better list',
    '## 3. Dig\nx\n## 5. Build\nx\n## 9. Lid\nx\n',
    { ids: ['3', '5', '9'] },
  ],
  [
    'where some are missing, with a box below one of them',
    '## 3. Dig\nx\n## 5. Build\n- [ ] a\n## 9. Lid\nx\n',
    { ids: ['3', '5', '9'], n_subtasks: 1 },
  ],
  [
    'with dots, below headings without a number',
    '## Back\n### 1.1 Pump\nx\n### 1.2 Valve\nx\n## Front\n### 2.1 Page\nx\n',
    { ids: ['1.1', '1.2', '2.1'] },
  ],
  ['in Roman numerals', '## I. Dig\nx\n## II. Build\nx\n## III. Lid\nx\n', { ids: ['I', 'II', 'III'] }],
  ['in letters', '## A. Dig\nx\n## B. Build\nx\n', { ids: ['A', 'B'] }],
  ['in keycaps', '## 1️⃣ Dig\nx\n## 2️⃣ Build\nx\n', { ids: ['1', '2'] }],
  ['in words', '## Step one: Dig\nx\n## Step two: Build\nx\n', { ids: ['1', '2'] }],
  ['as steps in French', '## Étape 1 : Dig\nx\n## Étape 2 : Build\nx\n', { ids: ['1', '2'] }],
  ['as tasks in Italian', '## Attività 1: Dig\nx\n## Attività 2: Build\nx\n', { ids: ['1', '2'] }],
  ['as tasks in Russian', '## Задача 1: Dig\nx\n## Задача 2: Build\nx\n', { ids: ['1', '2'] }],
  ['as tasks in Korean', '## 작업 1: Dig\nx\n## 작업 2: Build\nx\n', { ids: ['1', '2'] }],
  [
    'but not where one of them holds the list of tasks',
    '## 1. Why\nwords\n## 2. How\nwords\n## 3. What\nwords\n## 4. Next steps\n- [ ] Pump\n- [ ] Valve\n',
    { n_tasks: 2 },
  ],
];

describe(`numbered headings are the work${verifies('R-1')}`, () => {
  it.each(ROWS)('%s', (_, text, expected) => {
    expect(seen(read(text), Object.keys(expected))).toEqual(expected);
    expect(unaccounted({ text: text as string })).toEqual([]);
  });

  it.each([
    ['that begin again', '# A\n### 4. Dig\nx\n# B\n### 4. Lid\nx\n### 5. Pump\n- [ ] z\n', [2, 5]],
    ['beside boxes', '## Tasks\n- [ ] a\n## 1. Pump\nwords\n## 2. Valve\nwords\n', [3, 5]],
    ['that count down', '## Tasks\n- [ ] a\n## 2. Pump\nwords\n## 1. Valve\nwords\n', [3, 5]],
    ['of other formats', '- [ ] T001 a\n- [ ] T002 b\n## 7. Pump\nwords\n', [3]],
  ])('or are noted: those %s', (_, text, lines) => {
    const notes = planOf(text).notes.filter(({ code }) => code === 'NOTE_LEFT_OUT');
    expect(notes.flatMap((note) => note.lines ?? [note.line])).toEqual(lines);
  });

  it('are not noted where they are chapters', () => {
    const { notes } = planOf('## 1. Overview\nwords\n## 2. Background\nwords\n## 3. Work\n- [ ] a\n');
    expect(notes).toEqual([]);
  });
});

describe('lists are numbered in other ways, too', () => {
  it.each([
    ['(1)', '(2)'],
    ['1、', '2、'],
    ['1）', '2）'],
    ['①', '②'],
  ])('%s', (one, two) =>
    expect(planOf(`${one} Dig\n${two} Build\n`).tasks.map(({ originalId, title }) => `${originalId} ${title}`)).toEqual(
      ['1 Dig', '2 Build'],
    ),
  );
});
