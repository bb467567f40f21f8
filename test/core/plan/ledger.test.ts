import { examinePlan } from '../../../runtime/core/plan/examine-plan';
import { corpusFolder, readCorpus } from '../../corpus/corpus';
import { verifies } from '../../support/verifies';
import { expectAccounted, unaccounted } from './accounted';
import { context, planOf } from './plans';

const folder = corpusFolder(process.cwd(), process.env);
const cases = folder === undefined ? [] : readCorpus(folder);

describe(`nothing is dropped silently${verifies('R-2')}`, () => {
  it.each([
    ['boxes in all places', '# P\n- [ ] a\n  - [ ] b\n## Risks\n- [ ] c\n```\n- [ ] d\n```\n<!-- - [ ] e -->\n- [ ]\n'],
    ['numbered items', '1. before\n# P\n- [ ] a\n  1. inside\n\n2. behind\n'],
    ['headings', '# Task 1: x\n- [ ] a\n## Step 2 — y\ntext\n'],
    ['tables', '| Task | Status |\n|---|---|\n| a | done |\n| b | open |\n\n- [ ] c\n'],
    [
      'a roadmap',
      '- [ ] x\n### Phase 1: A\n**Goal**: g\n1. y\n\n| Phase | Status |\n|---|---|\n| 1. A | Done |\n| 7. Z | Done |\n',
    ],
  ])('%s', (_, text) => expectAccounted(text));

  const story = '# Story 1.1: Boil\n\n## Tasks / Subtasks\n- [ ] Task 1: Fill\n';
  const task = '---\nid: task-1\ntitle: Boil\nstatus: To Do\ndependencies: []\n---\n## Description\nBoil it.\n';
  it.each([
    ['boxes of a story', `${story}\n## QA Checklist\n- [ ] looked at\n`, 7, 'under "QA Checklist": 1 box'],
    ['items of a story', `${story}\n## Dev Notes\n1. use\n2. the lid\n`, 7, 'under "Dev Notes": 2 numbered items'],
    [
      'boxes of a task file',
      `${task}## Notes\n- [ ] ask Ann\n1. and Bob\n`,
      10,
      'under "Notes": 1 box, 1 numbered item',
    ],
    ['phases without a task', '# P\n## Phase 1: A\n- [ ] a\n## Phase 2: B\nwords\n', 4, '2: B"'],
  ])('says of %s that they are no work', (_, text, line, says) => {
    const notes = planOf(text).notes.filter(({ code }) => code === 'NOTE_LEFT_OUT');
    expect(notes).toEqual([expect.objectContaining({ line, message: expect.stringContaining(says) as unknown })]);
    expectAccounted(text);
  });

  it('says of a summary once that its lines say nothing but whether its plan is done', () => {
    const path = '.planning/phases/01-boil';
    const plan =
      '---\nphase: 01-boil\nplan: 01\n---\n<task type="auto"><name>Task 1: Boil</name><action>\n1. Fill it\n</action></task>\n';
    const documents = [
      { path: `${path}/01-01-PLAN.md`, text: plan },
      { path: `${path}/01-01-SUMMARY.md`, text: '# Done\n1. filled\n## Issues\n2. none\n' },
    ];
    const { notes, reading } = examinePlan({ documents }, context());
    expect(notes.filter(({ code }) => code === 'NOTE_LEFT_OUT')).toEqual([
      expect.objectContaining({ file: `${path}/01-01-SUMMARY.md`, lines: [2, 4] }),
    ]);
    expect(reading.type === 'plan' && reading.plan.tasks[0]?.description).toContain('1. Fill it');
    expect(unaccounted({ documents })).toEqual([]);
  });

  it('names all lines that one note speaks of, and says why', () => {
    const { notes } = planOf('- [ ] a\n## Risks\n- [ ] b\n- [x] c\n1. d\n');
    expect(notes).toContainEqual({
      code: 'NOTE_LEFT_OUT',
      line: 3,
      column: 7,
      lines: [3, 4, 5],
      message: 'Left out, under "Risks": 2 boxes, 1 numbered item, from "b"',
    });
  });

  if (cases.length === 0) it.skip('the corpus of real plans is not here', () => {});
  else
    it.each(cases.map(({ name, input }) => [name, input] as const))('%s', (_, input) =>
      expect(unaccounted(input)).toEqual([]),
    );
});
