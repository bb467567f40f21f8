import type { Effort } from './effort';
import type { FileClaims } from './file-claims';
import type { FlatRows } from './flat-rows';

/** A task that leaves a file to one that is not ready yet, because the plan is over sooner so. */
export interface FileYield {
  /** The one that goes first. */
  readonly to: number;
  /** When it stops waiting, whatever became of that one, on the clock of the decisions. */
  readonly until: number;
}

/** By the task that waits. */
export type FileYields = ReadonlyMap<number, FileYield>;

export const NO_YIELDS: FileYields = new Map();

/** Who leaves files to whom while a workload is run out: until the other one has begun, or the time is up. */
export class Yielding {
  private readonly hasBegun = new Set<number>();

  constructor(private readonly yields: FileYields) {}

  started(no: number): void {
    if (this.yields.size > 0) this.hasBegun.add(no);
  }

  /** The task to which this one leaves a file now; undefined: none. */
  of(no: number, now: number): number | undefined {
    const own = this.yields.get(no);
    return own && now <= own.until && !this.hasBegun.has(own.to) ? own.to : undefined;
  }
}

/** When tasks of a schedule begin and end. */
export interface Spans {
  readonly starts: Float64Array;
  readonly ends: Float64Array;
}

/** A task that began before another one was ready, and kept it from a file for longer than that. */
export interface Delayer {
  readonly task: number;
  readonly delayed: number;
  readonly by: number;
}

/**
 * Those of a schedule that kept others from a file, the longest delay first: those that could have left it to them.
 *
 * @param dependencies - What each task waits on.
 * @param writers - Tasks that write files and have not begun.
 */
export function delayersIn(
  { starts, ends }: Spans,
  dependencies: FlatRows,
  writers: readonly number[],
  files: Pick<FileClaims, 'overlap'>,
  effort: Effort,
): readonly Delayer[] {
  const found: Delayer[] = [];
  for (const delayed of writers) {
    let ready = 0;
    for (let at = dependencies.starts[delayed]!; at < dependencies.starts[delayed + 1]!; at++)
      ready = Math.max(ready, ends[dependencies.nos[at]!]!);
    if (starts[delayed]! <= ready) continue;
    effort.spent += writers.length;
    if (effort.isSpent) break;
    for (const task of writers)
      if (starts[task]! < ready && ends[task]! > ready && files.overlap(task, delayed))
        found.push({ task, delayed, by: ends[task]! - ready });
  }
  return found.sort((one, other) => other.by - one.by || one.task - other.task || one.delayed - other.delayed);
}
