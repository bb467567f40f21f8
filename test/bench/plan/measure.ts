import { quantile } from '../figures';

export interface Figure {
  readonly least: number;
  readonly median: number;
  /** How long it took, by the run. */
  readonly times: readonly number[];
}

/**
 * Runs all works in turn, `runs` times after a few to warm up: what disturbs one disturbs the others too. Milliseconds of
 * the processor, collecting garbage included: on a machine that others use as well, time by the clock says nothing. Each
 * begins with a cleared heap (`--expose-gc`), so that none clears up behind another.
 */
export function inTurn(runs: number, works: readonly (() => unknown)[]): readonly Figure[] {
  const times: number[][] = works.map(() => []);
  const toWarmUp = Math.ceil(runs / 5);
  for (let run = -toWarmUp; run < runs; run++) {
    works.forEach((work, no) => {
      globalThis.gc?.({ type: 'minor' });
      const from = process.cpuUsage();
      kept = work();
      const { user, system } = process.cpuUsage(from);
      const ms = (user + system) / 1e3;
      if (run >= 0) times[no]!.push(ms);
    });
  }
  kept = undefined;
  return times.map((all) => ({ least: Math.min(...all), median: quantile(all, 0.5), times: all }));
}

/** The median of how many times as long one takes as the other in the same run. */
export function ratio(one: Figure, other: Figure): number {
  return quantile(
    one.times.map((time, run) => time / other.times[run]!),
    0.5,
  );
}

/** So that no work is left out because nobody looks at it. */
let kept: unknown;

export const result = (): unknown => kept;
