import type { Execution, TaskState } from '../core/execution/execution';
import { Pieces } from '../core/execution/pieces';
import { withoutResult } from '../core/execution/results';

/** Results of one execution that are kept, however small the plan. */
const LEAST_KEPT = 64;

/**
 * Keeps the newest results of finished tasks of an execution in memory, 2√n of n tasks, and lets go of the others: those that
 * tasks near them need are mostly new, and an older one is read when it is needed. So what a process holds grows with the root
 * of a plan, not with the plan.
 *
 * Source: performance.md, M1. Cost: the tasks that changed, and the pieces of their list.
 */
export class ResultWindow {
  /** Numbers of tasks whose results are kept, oldest first. */
  private readonly kept = new Set<number>();
  private seen = Pieces.of<TaskState>([]);

  /** How many results are kept. */
  get size(): number {
    return this.kept.size;
  }

  /** The execution as it may stay in memory. */
  settle(execution: Execution): Execution {
    const tasks = Pieces.of(execution.tasks);
    for (const no of tasks.changedSince(this.seen)) {
      const { status, attempt } = tasks.at(no)!;
      this.kept.delete(no);
      if (status === 'completed' && attempt && !attempt.isLetGo) this.kept.add(no);
    }
    this.seen = tasks;
    const most = Math.max(LEAST_KEPT, Math.floor(2 * Math.sqrt(tasks.length)));
    if (this.kept.size <= most) return execution;
    for (const no of this.kept) {
      if (this.kept.size <= most) break;
      this.kept.delete(no);
      tasks.set(no, withoutResult(tasks.at(no)!));
    }
    return { ...execution, tasks };
  }
}
