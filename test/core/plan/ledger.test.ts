import { corpusFolder, readCorpus } from '../../corpus/corpus';
import { verifies } from '../../support/verifies';
import { expectAccounted, unaccounted } from './accounted';
import { planOf } from './plans';

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
