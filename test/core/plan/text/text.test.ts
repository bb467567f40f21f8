import { DEFAULT_PLAN_LIMITS } from '../../../../runtime/core/plan/plan';
import { countableLines } from '../../../../runtime/core/plan/text/countable-lines';
import { readFences } from '../../../../runtime/core/plan/text/fences';
import { idKey, numberPath } from '../../../../runtime/core/plan/text/id-key';
import { scanLines } from '../../../../runtime/core/plan/text/lines';
import { numberedTitle } from '../../../../runtime/core/plan/text/numbered-title';
import { planDocument } from '../../../../runtime/core/plan/text/plan-document';
import { readCriterion } from '../../../../runtime/core/plan/text/read-criterion';
import { readFiles } from '../../../../runtime/core/plan/text/read-files';
import { readHeading } from '../../../../runtime/core/plan/text/read-heading';
import { readLabel } from '../../../../runtime/core/plan/text/read-label';
import { readReferences } from '../../../../runtime/core/plan/text/read-references';
import { sectionKind } from '../../../../runtime/core/plan/text/section-kind';
import { statusOf, statusOfMark } from '../../../../runtime/core/plan/text/status-words';
import { readTables } from '../../../../runtime/core/plan/text/tables';

const document = (text: string) => planDocument({ path: 'a.md', text, limits: DEFAULT_PLAN_LIMITS });
const fields = (text: string) =>
  Object.fromEntries([...document(text).frontmatter().fields].map(([key, { items }]) => [key, items]));

describe('frontmatter', () => {
  it.each<[string, string, Record<string, readonly string[]>]>([
    [
      'keeps numbers as they are written',
      'plan: 01\nphase: 2.10\nwave: 010\nx: 08\n',
      { plan: ['01'], phase: ['2.10'], wave: ['010'], x: ['08'] },
    ],
    [
      'reads lists in both forms',
      'a: [02-01, "02-02"]\nb:\n  - x\n  - \'y\'\nc: []\n',
      { a: ['02-01', '02-02'], b: ['x', 'y'], c: [] },
    ],
    [
      'reads what is no YAML line by line',
      'assignee: @name\ndependencies: [task-1, task-2]\nlabels:\n  - a\n',
      { assignee: ['@name'], dependencies: ['task-1', 'task-2'], labels: ['a'] },
    ],
    [
      'reads a colon in a title',
      'title: Fix: the thing\nautonomous: false\n',
      { title: ['Fix: the thing'], autonomous: ['false'] },
    ],
    ['keeps a time that is none', 'started: 2026-01-01T24:00:00Z\n', { started: ['2026-01-01T24:00:00Z'] }],
  ])('%s', (_, body, expected) => expect(fields(`---\n${body}---\ntext\n`)).toEqual(expected));

  it.each<[string, string, boolean, boolean]>([
    ['at the top', '---\nid: 1\n---\n', false, false],
    ['behind a title', '# T\n\n---\nphase: 1\n---\n', true, false],
    ['behind a comment', '<!-- x -->\n---\nphase: 1\n---\n', true, false],
    ['that is no YAML', '---\na: @b\n---\n', false, true],
  ])('says whether it is late or broken: %s', (_, text, isLate, isBroken) =>
    expect(document(text).frontmatter()).toMatchObject({ isLate, isBroken }),
  );

  it('is none where a rule divides the text', () => expect(fields('# T\n\n---\n\nSome: text\n\n---\n')).toEqual({}));

  it('says where a field stands', () =>
    expect(document('# T\n---\nphase: 1\nplan: 2\n---\n').frontmatter().fields.get('plan')?.where).toMatchObject({
      line: 4,
      column: 1,
    }));
});

it.each<[string, string | undefined]>([
  ['done', 'completed'],
  ['Complete 2026-01-05', 'completed'],
  ['✅ Done', 'completed'],
  ['✅', 'completed'],
  ['**Completed**', 'completed'],
  ['已完成', 'completed'],
  ['in-progress', 'in_progress'],
  ['In Progress (2/3)', 'in_progress'],
  ['🚧', 'in_progress'],
  ['review', 'in_progress'],
  ['Planning complete', 'pending'],
  ['ready-for-dev', 'pending'],
  ['To Do', 'pending'],
  ['Not started', 'pending'],
  ['blocked', 'failed'],
  ["Won't Do", 'skipped'],
  ['cancelled', 'skipped'],
  ['tombstone', undefined],
  ['2026-01-05', undefined],
  ['', undefined],
])('the status %j is %s', (text, expected) => expect(statusOf(text)).toBe(expected));

it.each([
  ['x', 'completed'],
  ['X', 'completed'],
  ['-', 'in_progress'],
  [' ', 'pending'],
  ['', 'pending'],
])('the mark %j is %s', (mark, expected) => expect(statusOfMark(mark)).toBe(expected));

it.each<[string, string | undefined]>([
  ['Task 3: Boil', 'task 3 Boil'],
  ['Phase 2.1 — Whistle', 'phase 2.1 Whistle'],
  ['Phase 09.1: x', 'phase 09.1 x'],
  ['Step 4a. Go', 'step 4a Go'],
  ['Story M1.2: Tea', 'story M1.2 Tea'],
  ['Phase 1 (Setup)', 'phase 1 (Setup)'],
  ['阶段一：准备', 'phase 1 准备'],
  ['阶段 1', 'phase 1 '],
  ['フェーズ2：x', 'phase 2 x'],
  ['第十二阶段 x', 'phase 12 x'],
  ['タスク1-1: x', 'task 1-1 x'],
  ['Etapa 3 - y', 'stage 3 y'],
  ['Fase 1: y', 'phase 1 y'],
  ['Task-009: x', 'task 009 x'],
  ['Tasks 1 and 2', undefined],
  ['Phase details', undefined],
  ['Overview', undefined],
])('the heading %j is %s', (text, expected) => {
  const found = numberedTitle(text);
  expect(found === undefined ? undefined : `${found.word} ${found.id} ${found.title}`).toBe(expected);
});

it.each<[string, string, boolean]>([
  ['✅ Phase 1: A', 'Phase 1: A', true],
  ['Phase 1: A ✅', 'Phase 1: A', true],
  ['🚧 **Phase 2: B**', 'Phase 2: B', false],
  ['Phase 2: B — COMPLETE 2026-01-01', 'Phase 2: B', true],
  ['Phase 2.1: C (INSERTED)', 'Phase 2.1: C', false],
  ['[x] Task 1', 'Task 1', true],
  ['Phase 3: Story (Priority: P1) 🎯 MVP', 'Phase 3: Story (Priority: P1)', false],
])('the heading %j is %j', (content, text, isDone) => expect(readHeading(content)).toEqual({ text, isDone }));

it.each<[string, string | undefined]>([
  ['**Goal**: x', 'Goal|x|'],
  ['**Goal:** x', 'Goal|x|'],
  ['**Goal：** x', 'Goal|x|'],
  ['__Goal__: x', 'Goal|x|'],
  ['**Success Criteria** (what must be TRUE):', 'Success Criteria||what must be TRUE'],
  ['**Depends on**:', 'Depends on||'],
  ['**bold** text', undefined],
  ['Goal: x', undefined],
])('the label %j is %s', (content, expected) => {
  const found = readLabel(content);
  expect(found === undefined ? undefined : `${found.name}|${found.value}|${found.remark}`).toBe(expected);
});

it.each([
  ['T004', 't4'],
  ['09.1', '9.1'],
  ['TASK-009', 'task-9'],
  ['#12', '12'],
  ['100', '100'],
  ['1.10', '1.10'],
  ['0', '0'],
])('the id %s is compared as %s', (id, expected) => expect(idKey(id)).toBe(expected));

it.each([
  ['task-09.3', '9.3'],
  ['BACK-100.9', '100.9'],
  ['abc', ''],
])('the number of %s is %s', (id, expected) => expect(numberPath(id)).toBe(expected));

it('reads tables with cells and columns', () => {
  const [table] = readTables(scanLines('| ID | Task |\n|---|:--|\n| 1 | **a** `x|y` |\n|  | b \\| c\n').lines);
  expect(table!.head.cells.map(({ text }) => text)).toEqual(['ID', 'Task']);
  expect(
    table!.rows.map(({ line, cells }) => [line.no, ...cells.map(({ text, column }) => `${text}@${column}`)]),
  ).toEqual([
    [3, '1@3', 'a x|y@7'],
    [4, '@4', 'b | c@6'],
  ]);
});

it('reads fences as documents of their own, with the lines of the whole', () => {
  const whole = document('# P\n```yaml\nTask 1:\n- [ ] a\n```\n- x\n  ~~~\n  b\n  ~~~\n');
  const [first, second] = readFences(whole);
  expect(first).toMatchObject({ info: 'yaml', line: 2, endLine: 5 });
  const box = first!.document.markdown().lines[1]!;
  expect(box).toMatchObject({ no: 4, kind: 'box', content: 'a' });
  first!.document.ledger.mark(box, 'task');
  expect(whole.ledger.useOf(4)).toBe('task');
  expect(second).toMatchObject({ info: '', line: 7, endLine: 9 });
  expect(second!.document.text).toBe('  b');
});

it('counts the lines that may be work', () => {
  const text =
    '- [ ] a\n1. b\n- c\n## Task 2: d\n## Other\n| Task | S |\n|---|---|\n| e | f |\n\n| Risk |\n|---|\n| g |\n```\n- [ ] h\n1. i\n# Task 3: k\n```\n- [P] j\n- [o] l\n> 2) m\n<!--\n3. n\n-->\n- ## Step 4: o\n';
  expect([...countableLines(scanLines(text))]).toEqual([
    [1, 'box'],
    [2, 'numbered item'],
    [4, 'heading'],
    [8, 'table row'],
    [14, 'box'],
    [15, 'numbered item'],
    [16, 'heading'],
    [19, 'box'],
    [20, 'numbered item'],
    [22, 'numbered item'],
    [24, 'heading'],
  ]);
});

it.each<[string, string | undefined]>([
  ['Run `npm test` and check.', 'npm test'],
  ['Run `npm test` and make sure all the tests pass', 'npm test'],
  ['Then run `make test` to verify that everything works.', 'make test'],
  ['Run `npm test` and check the lid', undefined],
  ['Run `npm test` and `npm run lint`', undefined],
  ['Run `git diff` and check.', undefined],
  ['**Tests** - `cargo test` passes', 'cargo test'],
  ['Types: `npm run typecheck` passes', 'npm run typecheck'],
  ['The lid closes; `npm test` passes', undefined],
])('%j is proven by %j', (text, command) => expect(readCriterion(text).command).toBe(command));

it.each<[string, string | undefined]>([
  ['Acceptance Criteria', 'criteria'],
  ['Manual Testing', 'criteria'],
  ['Testing Checklist', 'criteria'],
  ['Definition of Done', 'criteria'],
  ['Success Metrics', 'criteria'],
  ['验收标准', 'criteria'],
  ['Phase 1 complete when', 'criteria'],
  ['Rollback plan', 'other'],
  ['Out of Scope', 'other'],
  ['Future Enhancements', 'other'],
  ['Tasks', 'tasks'],
  ['Setup', undefined],
])('boxes under %j are %s', (title, expected) => expect(sectionKind(title)).toBe(expected));

it.each<[string, readonly string[]]>([
  ['Phase 1, Phase 2', ['1', '2']],
  ['Phase 1 and Phase 2', ['1', '2']],
  ['Phases 10–13', ['10', '11', '12', '13']],
  ['T004-T006', ['T004', 'T005', 'T006']],
  ['S01..S03', ['S01', 'S02', 'S03']],
  ['A1 + B2 & C3; D4', ['A1', 'B2', 'C3', 'D4']],
  ['Nothing (independent of Phase 5)', []],
  ['None', []],
  ['N/A', []],
  ['—', []],
  ['Phase 4 (can run beside Phase 5)', ['4']],
  ['Phase 9. Can run beside any later phase', ['9']],
  ['Wave A complete (Phases 10–12)', ['10', '11', '12']],
  ['soft dependency on Phase 17', []],
  ['Phase 1 and soft dependency on Phase 17', ['1']],
  ['soft dependency on Phase 17, Phase 1 and Phase 2', ['1', '2']],
  ['Milestone v1.0 and Phase 3', ['3']],
  ['1-1000000000', []],
  ['T1-T900, T3', ['T3']],
  ['（无）', []],
  ['1、2', ['1', '2']],
  ['Milestone v2.0', []],
  ['Previous milestone complete', []],
  ['v1.2 complete (Phase 20)', []],
  ['01-foundation', ['01-foundation']],
  ['无', []],
])('%j waits on %j', (expression, targets) => expect(readReferences(expression).targets).toEqual(targets));

describe('readFiles', () => {
  it.each([
    ['src/a.ts, `src/c.ts`', ['src/a.ts', 'src/c.ts']],
    ['"src/a.ts", \'src/b.ts\'', ['src/a.ts', 'src/b.ts']],
    ['`a.ts` and `b.ts` (new)', ['a.ts', 'b.ts']],
    ['`a.ts`, the tests', ['a.ts']],
    ['src/a.ts:10-20 (new), src/b.ts', ['src/a.ts', 'src/b.ts']],
  ])('%s', (value, paths) => expect(readFiles(value, { line: 1, column: 1 }).map(({ path }) => path)).toEqual(paths));
});
