import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Case, readCorpus } from './corpus';
import type { Reached } from './report';
import { percentOf, type Score, scoreOf } from './score';

export interface CorpusRun {
  readonly scores: readonly Score[];
  /** Under their names in the corpus; folders have none. */
  readonly named: readonly Score[];
  readonly pasted: readonly Score[];
  readonly reached: Reached;
}

/** Scores every file of the corpus under its path, under its name there, and without a name; and every folder. */
export function runCorpus(folder: string): CorpusRun {
  const cases = readCorpus(folder);
  const isBundle = ({ family }: Case | Score): boolean => family.startsWith('bundles/');
  const scores = cases.map((each) => scoreOf(each, each.input));
  const under = (naming: number): readonly Score[] =>
    cases.flatMap((each) => (each.renamed[naming] === undefined ? [] : scoreOf(each, each.renamed[naming])));
  const [named, pasted] = [under(0), under(1)];
  return {
    scores,
    named,
    pasted,
    reached: {
      byPath: rounded(percentOf(scores.filter((score) => !isBundle(score)))),
      byName: rounded(percentOf(named)),
      pasted: rounded(percentOf(pasted)),
      bundles: rounded(percentOf(scores.filter(isBundle))),
    },
  };
}

/** The scores that were reached before. */
export function reachedBefore(root: string): Reached {
  return JSON.parse(readFileSync(join(root, 'test/corpus/reached.json'), 'utf8')) as Reached;
}

/** The figures that are lower than before, as sentences. */
export function lostFigures(now: Reached, before: Reached): readonly string[] {
  return (Object.keys(before) as (keyof Reached)[])
    .filter((figure) => now[figure] < before[figure])
    .map((figure) => `${figure}: ${now[figure]} %, reached before: ${before[figure]} %`);
}

/** Down, so that what is kept can be reached again. */
function rounded(percent: number): number {
  return Math.floor(percent * 100) / 100;
}
