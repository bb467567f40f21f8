import { quantile } from '../figures';

export interface Figure {
  readonly least: number;
  readonly median: number;
}

/** Runs all works in turn, `runs` times after one to warm up: what disturbs one disturbs the others too. Milliseconds. */
export function inTurn(runs: number, works: readonly (() => unknown)[]): readonly Figure[] {
  const times: number[][] = works.map(() => []);
  for (let run = -1; run < runs; run++) {
    works.forEach((work, no) => {
      const from = performance.now();
      kept = work();
      const ms = performance.now() - from;
      if (run >= 0 || runs === 1) times[no]!.push(ms);
    });
  }
  kept = undefined;
  return times.map((all) => ({ least: Math.min(...all), median: quantile(all, 0.5) }));
}

/** So that no work is left out because nobody looks at it. */
let kept: unknown;

export const result = (): unknown => kept;
