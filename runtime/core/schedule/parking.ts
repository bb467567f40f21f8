import type { TaskIndex } from '../execution/task-index';
import type { TaskStart } from './dispatcher';
import type { LiveDispatch } from './live-dispatch';
import type { ReadyLines } from './ready-lines';

/** The task for which a dispatcher kept a place, by its number in the plan; -1: none. */
export const keptTaskOf = ({ dispatcher, noOf }: LiveDispatch): number =>
  dispatcher.keptTask < 0 ? -1 : noOf(dispatcher.keptTask);

/**
 * Which ready tasks one decision passes over because a file of theirs is written by a task in progress, by one that the decision
 * starts, or by the one for which it keeps a place. Those of the last kind may yet start, if they are over in time: they are passed
 * over while the shortest of them is not.
 */
export class Parking {
  private keptTask: number;
  /** Once tasks were parked wrongly for the one that a place is kept for, this decision parks none for it. */
  private parksForKept = true;

  /** @param keptTask - The one for which the decision before kept a place; -1: none. */
  constructor(
    private readonly lines: ReadyLines,
    private readonly index: TaskIndex,
    keptTask: number,
  ) {
    this.keptTask = keptTask;
    lines.beginDecision(keptTask);
  }

  /** Tasks that stand for those of a group that are parked: what is so of them is so of the others. */
  standIns(group: number): readonly number[] {
    return this.lines.parkedFront(group);
  }

  /**
   * Parks what the dispatcher found blocked.
   *
   * @returns false when some were parked that might have started: they are in line again, and the decision is made anew.
   */
  follow(live: LiveDispatch, starts: readonly TaskStart[]): boolean {
    const started = new Set(starts.map(({ task }) => live.noOf(task)));
    const isRight = this.free(started, keptTaskOf(live));
    for (const { task, by } of live.dispatcher.waits.blockedByFiles()) {
      const [no, blocker] = [live.noOf(task), live.noOf(by)];
      const isForKept = blocker === this.keptTask && !this.index.isBusy(blocker);
      if (!this.lines.isParked(no) && (this.parksForKept || !isForKept)) this.lines.park(no, blocker);
    }
    return isRight;
  }

  private free(started: ReadonlySet<number>, keptTask: number): boolean {
    let isRight = true;
    this.keptTask = keptTask;
    for (const blocker of this.lines.blockers()) {
      if (this.index.isBusy(blocker) || started.has(blocker)) continue;
      const isKept = blocker === keptTask;
      if (isKept && !this.lines.someParkedFor(blocker, (no) => started.has(no))) continue;
      if (isKept) this.parksForKept = false;
      this.lines.unpark(blocker);
      isRight = false;
    }
    return isRight;
  }
}
