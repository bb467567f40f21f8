import { RequestError } from '../core/errors';
import { applyEvents } from '../core/execution/apply-event';
import type { ExecutionEvent } from '../core/execution/event';
import { type Execution, isOver } from '../core/execution/execution';
import { followIndex } from '../core/execution/index-of';
import { isResultLetGo } from '../core/execution/results';
import type { ExecutionId } from '../core/ids';
import { type PlanShape, planShape } from '../core/schedule/plan-shape';
import { taskKind } from '../core/schedule/task-kind';
import { shellWord } from '../core/shell-word';
import type { ArchivedExecution, ExecutionStore } from '../ports/execution-store';
import type { TaskHistory } from '../ports/records';
import { ResultWindow } from './result-window';

/** Executions whose folded state this process keeps; the oldest use goes first. */
const MAX_EXECUTIONS = 64;
/** Transitions of this process in a row after which nobody else is expected to write. */
const OWN_IN_A_ROW = 2;

/**
 * The folded states that this process has in memory. Never the truth: `refresh` reads what happened since,
 * and a commit is guarded by what was seen. Results of finished tasks are kept while they are new.
 */
export class ExecutionCache {
  private readonly executions = new Map<ExecutionId, Kept>();
  private readonly windows = new Map<ExecutionId, ResultWindow>();

  /** @param history - What tasks took in the past; absent: nobody knows. */
  constructor(
    private readonly store: Pick<ExecutionStore, 'load' | 'loadLight' | 'eventsAfter' | 'archived'>,
    private readonly history?: TaskHistory,
  ) {}

  /** The state of now, as the database has it. @throws {RequestError} `EXECUTION_UNKNOWN`, `EXECUTION_ARCHIVED`. */
  async refresh(id: ExecutionId): Promise<Cached> {
    const known = this.executions.get(id);
    if (!known) return this.load(id);
    const { lastSeq, status } = known.execution;
    // One that is over may have been archived: then its last event is gone, too.
    const seen = isOver(status) ? lastSeq - 1 : lastSeq;
    const found = await this.store.eventsAfter(id, seen);
    if (seen < lastSeq && found.length === 0) {
      this.forget(id);
      return this.load(id);
    }
    const news = found.slice(lastSeq - seen);
    return news.length === 0 ? known : this.fold(known, news);
  }

  /** The state after events that somebody else committed; what is missing before them is read. @throws as `refresh`. */
  async follow(id: ExecutionId, events: readonly ExecutionEvent[]): Promise<Cached> {
    return this.learn(id, events) ?? this.refresh(id);
  }

  /** Takes in events that somebody else committed; undefined where they do not follow what is known here. */
  learn(id: ExecutionId, events: readonly ExecutionEvent[]): Cached | undefined {
    const known = this.executions.get(id);
    const newest = events.at(-1);
    if (!known || !newest) return undefined;
    const { lastSeq } = known.execution;
    if (newest.seq <= lastSeq) return known;
    const news = events.filter(({ seq }) => seq > lastSeq);
    return news[0]?.seq === lastSeq + 1 && isWhole(news) ? this.fold(known, news) : undefined;
  }

  /**
   * The state as this process knows it, where nobody else wrote of late: good to decide on, since a commit is guarded, and
   * never to answer from. Undefined where others write too, and asking first is cheaper than to be refused.
   */
  likely(id: ExecutionId): Cached | undefined {
    const known = this.executions.get(id);
    return known && known.ownInARow >= OWN_IN_A_ROW ? known : undefined;
  }

  /** The state as this process read it last. */
  known(id: ExecutionId): Cached | undefined {
    return this.executions.get(id);
  }

  /** Somebody else wrote: what is known of it is not likely any more. */
  doubt(id: ExecutionId): void {
    const known = this.executions.get(id);
    if (known) known.ownInARow = 0;
  }

  /** The state of now with all results, for whoever shows them or changes a finished task. @throws as `refresh`. */
  async whole(id: ExecutionId): Promise<Cached> {
    const known = await this.refresh(id);
    if (!known.execution.tasks.some(isResultLetGo)) return known;
    return { execution: await this.existing(id, await this.store.load(id)), shape: known.shape };
  }

  /** How many results of an execution are in memory. */
  resultsOf(id: ExecutionId): number {
    return this.windows.get(id)?.size ?? 0;
  }

  /** The conversation of an execution that is in memory. */
  conversationOf(id: string): string | undefined {
    return this.executions.get(id as ExecutionId)?.execution.plan.conversationId;
  }

  /** The state after a transition of this process. */
  put(execution: Execution): void {
    const ownInARow = (this.executions.get(execution.id)?.ownInARow ?? 0) + 1;
    this.keep({ execution, shape: this.shapeOf(execution), ownInARow });
  }

  private fold({ execution: before, shape }: Cached, news: readonly ExecutionEvent[]): Cached {
    const execution = applyEvents(before, news);
    followIndex(shape, before, news, execution);
    return this.keep({ execution, shape, ownInARow: 0 });
  }

  shapeOf(execution: Execution): PlanShape {
    return this.executions.get(execution.id)?.shape ?? planShape(execution.plan);
  }

  private async load(id: ExecutionId): Promise<Cached> {
    const execution = await this.existing(id, await this.store.loadLight(id));
    const shape = this.shapeOf(execution);
    if (this.history) shape.memory.history = await this.history.minutesOf(kindsOf(execution));
    return this.keep({ execution, shape, ownInARow: 0 });
  }

  /** What was read of an execution, or why nothing was. */
  private async existing(id: ExecutionId, execution: Execution | undefined): Promise<Execution> {
    if (execution) return execution;
    const archived = await this.store.archived(id);
    if (archived) throw executionArchived(id, archived);
    throw new RequestError('EXECUTION_UNKNOWN', `There is no execution ${id}`, {
      hint: `See them all with \`nightshift list\`, those of a conversation with \`nightshift list --conversation ${id}\``,
    });
  }

  private keep({ execution, shape, ownInARow }: Kept): Cached {
    const { id } = execution;
    const window = this.windows.get(id) ?? new ResultWindow();
    this.windows.set(id, window);
    const cached = { execution: window.settle(execution), shape, ownInARow };
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

const isWhole = (events: readonly ExecutionEvent[]): boolean =>
  events.every(({ seq }, at) => seq === events[0]!.seq + at);

/** Kinds of the tasks that say nothing of how long they take. */
function kindsOf({ plan, options }: Execution): readonly string[] {
  const unknown = plan.tasks.filter(({ estimateMinutes }) => estimateMinutes === undefined);
  return [...new Set(unknown.map((task) => taskKind(task, options)))];
}

function executionArchived(id: ExecutionId, archived: ArchivedExecution): RequestError {
  const { status, endedAt, host, path, archivedAt } = archived;
  return new RequestError(
    'EXECUTION_ARCHIVED',
    `Execution ${id} ended as ${status} at ${endedAt} and was archived: ${path} on ${host}`,
    {
      hint: `On ${host}: \`nightshift verify ${shellWord(path)}\` checks it, and \`tar -xzf\` opens it.`,
      details: { archive: { status, endedAt, archivedAt, host, path } },
    },
  );
}

export interface Cached {
  readonly execution: Execution;
  readonly shape: PlanShape;
}

interface Kept extends Cached {
  /** Transitions of this process since somebody else's. */
  ownInARow: number;
}
