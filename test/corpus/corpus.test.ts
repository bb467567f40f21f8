import { verifies } from '../support/verifies';
import { corpusFolder, readCorpus } from './corpus';
import { missList, unexplained } from './report';
import { type CorpusRun, lostFigures, reachedBefore, runCorpus } from './run-corpus';
import { scoreOf } from './score';

const folder = corpusFolder(process.cwd(), process.env);

describe('real plans', () => {
  if (folder === undefined) {
    it.skip('the corpus of real plans is not here: nothing to compare with', () => {});
    return;
  }
  let known: CorpusRun | undefined;
  const run = (): CorpusRun => {
    known ??= runCorpus(folder);
    return known;
  };
  it(`are read as well as ever${verifies('R-2')}`, () => {
    const { scores, reached } = run();
    const lost = lostFigures(reached, reachedBefore(process.cwd()));
    expect(lost.length === 0 ? [] : [...lost, missList(scores)]).toEqual([]);
  });

  it('are missed nowhere without a reason', () => {
    const { scores, named, pasted } = run();
    expect(unexplained([...scores, ...named, ...pasted])).toEqual([]);
  });

  it('are enough to mean something', () => expect(readCorpus(folder).length).toBeGreaterThan(50));
});

describe('the scorer', () => {
  const text = '- [x] 1. a\n- [ ] 2. b (depends: 1, 9)\n';
  const judge = (truth: object) =>
    scoreOf({ name: 'n', family: 'f', truth, input: { text }, renamed: [] }, { text }).judgements.map(
      ({ fact, isHit }) => `${fact}${isHit ? '' : '!'}`,
    );

  it.each<[string, object, readonly string[]]>([
    ['does not score what is null or absent', { n_tasks: null }, []],
    [
      'compares lists as sets',
      {
        ids: ['2', '1'],
        edges: [
          ['9', '2'],
          ['1', '2'],
        ],
      },
      ['ids', 'edges'],
    ],
    ['lets verification differ by one', { verification_count: 1 }, ['verification_count']],
    ['and not by two', { verification_count: 2 }, ['verification_count!']],
    ['leaves out ids whose status the file contradicts', { done_ids: [], done_conflicts: ['1'] }, ['done_ids']],
    ['sees a miss', { n_tasks: 3, missing_dep_ids: [] }, ['n_tasks!', 'missing_dep_ids!']],
  ])('%s', (_, truth, expected) => expect(judge(truth)).toEqual(expected));
});
