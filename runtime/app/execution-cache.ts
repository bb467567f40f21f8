import { RequestError } from '../core/errors';
import { applyEvents } from '../core/execution/apply-event';
import type { Execution } from '../core/execution/execution';
import { isResultLetGo } from '../core/execution/results';
import type { ExecutionId } from '../core/ids';
import { type PlanShape, planShape } from '../core/schedule/plan-shape';
import { taskKind } from '../core/schedule/task-kind';
import type { ExecutionStore } from '../ports/execution-store';
import type { TaskHistory } from '../ports/records';
import { ResultWindow } from './result-window';

/** Executions whose folded state this process keeps; the oldest use goes first. */
const MAX_EXECUTIONS = 64;

/**
 * The folded states that this process has in memory. Never the truth: `refresh` reads what happened since,
 * and a commit is guarded by what was seen. Results of finished tasks are kept while they are new.
 */
export class ExecutionCache {
  private readonly executions = new Map<ExecutionId, Cached>();
  private readonly windows = new Map<ExecutionId, ResultWindow>();

  /** @param history - What tasks took in the past; absent: nobody knows. */
  constructor(
    private readonly store: Pick<ExecutionStore, 'load' | 'loadLight' | 'eventsAfter'>,
    private readonly history?: TaskHistory,
  ) {}

  /** The state of now, as the database has it. @throws {RequestError} `EXECUTION_UNKNOWN`. */
  async refresh(id: ExecutionId): Promise<Cached> {
    const known = this.executions.get(id);
    if (!known) return this.load(id);
    const news = await this.store.eventsAfter(id, known.execution.lastSeq);
    return news.length === 0 ? known : this.keep({ execution: applyEvents(known.execution, news), shape: known.shape });
  }

  /** The state of now with all results, for whoever shows them or changes a finished task. @throws {RequestError} `EXECUTION_UNKNOWN`. */
  async whole(id: ExecutionId): Promise<Cached> {
    const known = await this.refresh(id);
    if (!known.execution.tasks.some(isResultLetGo)) return known;
    return { execution: found(id, await this.store.load(id)), shape: known.shape };
  }

  /** How many results of an execution are in memory. */
  resultsOf(id: ExecutionId): number {
    return this.windows.get(id)?.size ?? 0;
  }

  /** The conversation of an execution that is in memory. */
  conversationOf(id: string): string | undefined {
    return this.executions.get(id as ExecutionId)?.execution.plan.conversationId;
  }

  put(execution: Execution): void {
    this.keep({ execution, shape: this.shapeOf(execution) });
  }

  shapeOf(execution: Execution): PlanShape {
    return this.executions.get(execution.id)?.shape ?? planShape(execution.plan);
  }

  private async load(id: ExecutionId): Promise<Cached> {
    const execution = found(id, await this.store.loadLight(id));
    const shape = this.shapeOf(execution);
    if (this.history) shape.memory.history = await this.history.minutesOf(kindsOf(execution));
    return this.keep({ execution, shape });
  }

  private keep({ execution, shape }: Cached): Cached {
    const { id } = execution;
    const window = this.windows.get(id) ?? new ResultWindow();
    this.windows.set(id, window);
    const cached = { execution: window.settle(execution), shape };
    this.executions.delete(id);
    this.executions.set(id, cached);
    if (this.executions.size > MAX_EXECUTIONS) {
      const oldest = this.executions.keys().next();
      if (!oldest.done) this.forget(oldest.value);
    }
    return cached;
  }

  private forget(id: ExecutionId): void {
    this.executions.delete(id);
    this.windows.delete(id);
  }
}

/** Kinds of the tasks that say nothing of how long they take. */
function kindsOf({ plan, options }: Execution): readonly string[] {
  const unknown = plan.tasks.filter(({ estimateMinutes }) => estimateMinutes === undefined);
  return [...new Set(unknown.map((task) => taskKind(task, options)))];
}

function found(id: ExecutionId, execution: Execution | undefined): Execution {
  if (execution) return execution;
  throw new RequestError('EXECUTION_UNKNOWN', `There is no execution ${id}`, {
    hint: '`nightshift status` lists them.',
  });
}

export interface Cached {
  readonly execution: Execution;
  readonly shape: PlanShape;
}
