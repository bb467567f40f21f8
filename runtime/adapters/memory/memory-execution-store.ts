import { handoffKeyReused, InvariantError, RequestError, UnavailableError, unknownCursor } from '../../core/errors';
import { type ExecutionEvent, isTaskEvent } from '../../core/execution/event';
import type { Execution, TaskState } from '../../core/execution/execution';
import { Pieces } from '../../core/execution/pieces';
import { withoutResult } from '../../core/execution/results';
import { receiptOf } from '../../core/handoff/receipt';
import type { ExecutionId } from '../../core/ids';
import type {
  AttemptReader,
  AttemptRow,
  CommitResult,
  ExecutionFilter,
  ExecutionStore,
  ExecutionSummary,
  Receipt,
  Submission,
  Transition,
} from '../../ports/execution-store';
import { memoryCommit } from './memory-commit';
import type { MemoryDatabase } from './memory-database';

/** Executions in memory. */
export class MemoryExecutionStore implements ExecutionStore, AttemptReader {
  constructor(private readonly database: MemoryDatabase) {}

  submit(submission: Submission): Promise<Receipt> {
    return this.database.call('submit', () => submit(this.database, submission));
  }

  findReceipt(idempotencyKey: string, digest: string): Promise<Receipt | undefined> {
    return this.database.call('receipt', () => findReceipt(this.database, idempotencyKey, digest));
  }

  load(id: ExecutionId): Promise<Execution | undefined> {
    return this.database.call('load', () => this.database.executions.get(id)?.execution);
  }

  loadLight(id: ExecutionId): Promise<Execution | undefined> {
    return this.database.call('load', () => {
      const execution = this.database.executions.get(id)?.execution;
      return execution && { ...execution, tasks: Pieces.of(execution.tasks.map(lightened)) };
    });
  }

  /** Nothing is ever archived from memory. */
  archived(): Promise<undefined> {
    return this.database.call('archived', () => undefined);
  }

  eventsAfter(id: ExecutionId, seq: number, limit = 10_000): Promise<readonly ExecutionEvent[]> {
    return this.database.call('events', () => this.database.executions.get(id)?.events.slice(seq, seq + limit) ?? []);
  }

  eventsOfTask(id: ExecutionId, task: number): Promise<readonly ExecutionEvent[]> {
    return this.database.call(
      'events',
      () =>
        this.database.executions.get(id)?.events.filter(({ body }) => isTaskEvent(body) && body.task === task) ?? [],
    );
  }

  commit(transitions: readonly Transition[]): Promise<CommitResult> {
    return this.database.call('commit', () => memoryCommit(this.database, transitions));
  }

  commitLocked(
    id: ExecutionId,
    decide: (execution: Execution, now: Date) => Transition | undefined,
  ): Promise<Execution> {
    return this.database.call('commit', () => {
      const execution = this.database.executions.get(id)?.execution;
      if (!execution)
        throw new RequestError('EXECUTION_UNKNOWN', `There is no execution ${id}`, {
          hint: 'See them all with `nightshift status --all`',
        });
      const transition = decide(execution, new Date(this.database.nowMs));
      if (!transition) return execution;
      const result = memoryCommit(this.database, [transition]);
      if (result.type === 'refused') throw new UnavailableError('capacity', `No slot is free for execution ${id}`);
      return transition.after;
    });
  }

  list(filter: ExecutionFilter): Promise<readonly ExecutionSummary[]> {
    return this.database.call('list', () => {
      const sorted = [...this.database.executions.values()]
        .map(({ execution }) => execution)
        .sort((a, b) =>
          a.submittedAt === b.submittedAt ? (a.id < b.id ? 1 : -1) : a.submittedAt < b.submittedAt ? 1 : -1,
        );
      const cursor = filter.after === undefined ? -1 : sorted.findIndex(({ id }) => id === filter.after);
      if (filter.after !== undefined && cursor < 0) throw unknownCursor();
      return sorted
        .slice(cursor + 1)
        .filter((execution) => isWanted(execution, filter))
        .slice(0, filter.limit)
        .map(summaryOf);
    });
  }

  open(): Promise<readonly ExecutionId[]> {
    return this.database.call('open', () =>
      [...this.database.executions.values()]
        .filter(({ execution }) => execution.endedAt === undefined)
        .map(({ execution }) => execution.id)
        .sort(),
    );
  }

  now(): Promise<Date> {
    return this.database.call('now', () => new Date(this.database.nowMs));
  }

  attemptsOf(id: ExecutionId, tasks?: readonly number[]): Promise<readonly AttemptRow[]> {
    return this.database.call('attempts', () =>
      [...(this.database.executions.get(id)?.attempts.values() ?? [])]
        .filter(({ task }) => tasks?.includes(task) ?? true)
        .sort(
          (a, b) =>
            compare(a.startedAt ?? a.assignedAt, b.startedAt ?? b.assignedAt) || a.task - b.task || a.token - b.token,
        ),
    );
  }
}

/** Characters of a state above which a result is long. */
const LONG = 2_048;

const lightened = (state: TaskState): TaskState =>
  state.status === 'completed' && JSON.stringify(state).length > LONG ? withoutResult(state) : state;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function findReceipt(database: MemoryDatabase, idempotencyKey: string, digest: string): Receipt | undefined {
  const id = database.byKey.get(idempotencyKey);
  const known = id && database.executions.get(id);
  if (!known) return undefined;
  if (known.receipt.sha256 !== digest) throw handoffKeyReused();
  return { ...known.receipt, isNew: false };
}

function submit(database: MemoryDatabase, submission: Submission): Receipt {
  const { executionId, plan, idempotencyKey, digest, events, after, loop } = submission;
  const known = findReceipt(database, idempotencyKey, digest);
  if (known) return known;
  if (database.executions.has(executionId))
    throw new InvariantError('DATABASE', `There is an execution ${executionId} already`);
  if (events.length !== after.lastSeq || events.some(({ seq }, index) => seq !== index + 1)) {
    throw new InvariantError('COMMIT', `The first events of ${executionId} are not 1 to ${after.lastSeq}`);
  }
  const receipt: Receipt = {
    executionId,
    planId: plan.id,
    sha256: digest,
    receipt: receiptOf({ digest, executionId, idempotencyKey, planId: plan.id }),
    isNew: true,
  };
  database.executions.set(executionId, {
    execution: after,
    idempotencyKey,
    receipt,
    events: [...events],
    attempts: new Map(),
  });
  database.byKey.set(idempotencyKey, executionId);
  for (const message of submission.outbox) database.addMessage(message);
  const isBound = loop.type === 'bound' || loop.type === 'inline';
  database.loops.set(executionId, {
    executionId,
    generation: 1,
    kind: loop.type === 'inline' ? 'inline' : loop.type === 'none' ? 'none' : 'workflow',
    ...(isBound
      ? { workflowId: loop.workflowId, n8nExecutionId: loop.n8nExecutionId, lastCallAt: database.nowIso }
      : {}),
    createdAt: database.nowIso,
    turns: 0,
    wait: 0,
    isWaitOpen: false,
    isDue: false,
    restarts: 0,
    seqAtStart: 0,
    deathsInARow: 0,
    resumeUrl: undefined,
    startKey: loop.type === 'to-start' ? `start-${executionId}` : undefined,
    nextWakeAtMs: database.nowMs,
    wakeTries: 0,
    isEnded: false,
  });
  if (loop.type === 'to-start') database.notify('wake');
  return receipt;
}

function summaryOf(execution: Execution): ExecutionSummary {
  const { id, plan, options, status, reason, submittedAt, endedAt, tasks, costUsd } = execution;
  return {
    id,
    planId: plan.id,
    title: plan.title,
    conversationId: plan.conversationId,
    ...(options.projectId === undefined ? {} : { projectId: options.projectId }),
    status,
    ...(reason === undefined ? {} : { reason }),
    totalTasks: tasks.length,
    completedTasks: tasks.filter((task) => task.status === 'completed').length,
    failedTasks: tasks.filter((task) => task.status === 'failed').length,
    costUsd,
    submittedAt,
    ...(endedAt === undefined ? {} : { endedAt }),
  };
}

function isWanted({ plan, options, status, submittedAt, endedAt }: Execution, filter: ExecutionFilter): boolean {
  const at = Date.parse(submittedAt);
  return (
    (filter.conversationId === undefined || plan.conversationId === filter.conversationId) &&
    (filter.status === undefined || filter.status.includes(status)) &&
    (filter.projectId === undefined || options.projectId === filter.projectId) &&
    (filter.since === undefined || at >= Date.parse(filter.since)) &&
    (filter.until === undefined || at < Date.parse(filter.until)) &&
    (filter.endedSince === undefined ||
      (endedAt !== undefined && Date.parse(endedAt) >= Date.parse(filter.endedSince))) &&
    (filter.title === undefined || plan.title.toLowerCase().includes(filter.title.toLowerCase()))
  );
}
