import { InvariantError } from '../errors';
import type { ExecutionId } from '../ids';
import type { ExecutionPlan } from '../plan/plan';
import { type Change, merged } from './change';
import { changeOfTask } from './change-of-task';
import type { EventBody, ExecutionEvent, TaskEventBody } from './event';
import { isTaskEvent } from './event';
import type { AttemptRef, Execution, ExecutionOptions, TaskState } from './execution';
import { FIRST_HASH } from './hash-event';
import { Pieces } from './pieces';

/** An execution before its first event. */
export function newExecution(
  id: ExecutionId,
  plan: ExecutionPlan,
  options: ExecutionOptions,
  submittedAt: string,
): Execution {
  return {
    id,
    plan,
    options,
    status: 'queued',
    epoch: 1,
    lastSeq: 0,
    lastHash: FIRST_HASH,
    wavesCompleted: 0,
    failuresInARow: 0,
    costUsd: 0,
    costUsdAtResume: 0,
    submittedAt,
    // Tasks that begin alike are one object until something happens to them.
    tasks: Pieces.of(
      plan.tasks.map(({ status }) => (status === 'completed' || status === 'skipped' ? DONE_BEFORE[status] : NEW_TASK)),
    ),
  };
}

const NEW_TASK: TaskState = {
  status: 'pending',
  token: 0,
  kind: 'attempt',
  tries: 0,
  crashes: 0,
  losses: 0,
  aways: 0,
  costUsd: 0,
  modelTokens: 0,
  conflicts: 0,
  announcements: 0,
  answers: [],
};

const DONE_BEFORE = {
  completed: { ...NEW_TASK, status: 'completed' },
  skipped: { ...NEW_TASK, status: 'skipped' },
} as const satisfies Record<string, TaskState>;

/**
 * The execution after `events`, which must follow its newest one. The only place where state changes:
 * what is stored is the fold of the log (I13). Tasks that no event names stay the same objects.
 *
 * @throws {InvariantError} `BUG_EVENT_ORDER` when the events do not follow.
 */
export function applyEvents(execution: Execution, events: readonly ExecutionEvent[]): Execution {
  const fold = new Fold(execution);
  for (const event of events) fold.apply(event);
  return fold.execution;
}

/**
 * Folds event after event on a copy of its own: of the tasks those pieces are copied that change, and the execution when more of it
 * changes than its newest event. Whoever holds `execution` sees tasks and newest event go on until then.
 */
export class Fold {
  private readonly tasks: Pieces<TaskState>;
  private state: Writable<Execution>;

  constructor(execution: Execution) {
    this.tasks = Pieces.of(execution.tasks);
    this.state = { ...execution, tasks: this.tasks };
  }

  get execution(): Execution {
    return this.state;
  }

  task(no: number): TaskState {
    return this.tasks.at(no) as TaskState;
  }

  apply(event: ExecutionEvent): void {
    const change = changeBy(this.state, this.tasks, event);
    if (isChange(this.state, change)) this.state = merged(this.state, change);
    this.state.lastSeq = event.seq;
    this.state.lastHash = event.hash;
  }
}

/** As `applyEvents` for one event, writing into `tasks`, which the caller owns and `execution.tasks` is. */
export function applyInPlace(execution: Execution, tasks: Pieces<TaskState>, event: ExecutionEvent): Execution {
  const change = changeBy(execution, tasks, event);
  return { ...merged(execution, change), lastSeq: event.seq, lastHash: event.hash };
}

/** The status of an execution after an event that is not of a task. */
export function statusAfter(execution: Execution, body: ExecutionBody, at: string): Execution['status'] {
  return changeOfExecution(execution, body, at).status ?? execution.status;
}

/** What an event changes of the execution besides its newest event; what it changes of a task is written into `tasks`. */
function changeBy(execution: Execution, tasks: Pieces<TaskState>, event: ExecutionEvent): Change<Execution> {
  if (event.seq !== execution.lastSeq + 1) {
    throw new InvariantError(
      'EVENT_ORDER',
      `Event ${event.seq} does not follow ${execution.lastSeq} of ${execution.id}`,
    );
  }
  return isTaskEvent(event.body)
    ? changeThroughTask(execution, tasks, event.body, event)
    : changeOfExecution(execution, event.body, event.at);
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

function isChange<T extends object>(value: T, change: Change<T>): boolean {
  for (const key in change) if (value[key] !== change[key]) return true;
  return false;
}

type ExecutionBody = Exclude<EventBody, TaskEventBody>;

function changeOfExecution(execution: Execution, body: ExecutionBody, at: string): Change<Execution> {
  switch (body.type) {
    case 'execution-submitted':
      return {};
    case 'progress-reported':
      return { reportedAt: at };
    case 'execution-started':
      return { status: 'running', startedAt: at };
    case 'execution-based':
      return { base: body.base, tip: body.base };
    case 'execution-waiting':
      return { status: 'waiting' };
    case 'execution-continued':
      return { status: 'running' };
    case 'execution-paused':
      return { status: 'paused', reason: body.reason };
    case 'execution-resumed':
      return {
        status: 'running',
        reason: undefined,
        // It may have been paused before it began.
        startedAt: execution.startedAt ?? at,
        ...(body.allowsMore ? { failuresInARow: 0, costUsdAtResume: execution.costUsd } : {}),
      };
    case 'execution-reopened':
      return {
        status: 'running',
        epoch: body.epoch,
        reason: undefined,
        endedAt: undefined,
        branch: undefined,
        failuresInARow: 0,
        costUsdAtResume: execution.costUsd,
      };
    case 'execution-rolled-back':
      return {
        status: execution.status === 'paused' ? 'paused' : 'running',
        reason: execution.status === 'paused' ? execution.reason : undefined,
        epoch: body.epoch,
        tip: body.tip,
        wavesCompleted: body.wavesCompleted,
        endedAt: undefined,
        branch: undefined,
        failuresInARow: 0,
        costUsdAtResume: execution.costUsd,
      };
    case 'execution-restored':
      return { epoch: body.epoch, tokenFloor: body.tokenFloor };
    case 'execution-cancelled':
      return { status: 'cancelled', reason: body.reason, endedAt: at };
    case 'execution-succeeded':
      return { status: 'succeeded', endedAt: at };
    case 'execution-failed':
      return { status: 'failed', reason: body.reason, endedAt: at };
    case 'result-delivered':
      return { branch: body.branch };
    case 'wave-completed':
      return { wavesCompleted: body.wave };
    case 'cost-booked':
      return { costUsd: execution.costUsd + body.costUsd, owing: withoutAttempt(execution.owing, body.of) };
  }
}

function changeThroughTask(
  execution: Execution,
  tasks: Pieces<TaskState>,
  body: TaskEventBody,
  event: ExecutionEvent,
): Change<Execution> {
  const task = tasks.at(body.task);
  if (!task)
    throw new InvariantError('EVENT_TASK', `Event ${event.seq} names task ${body.task}, which the plan does not have`);
  tasks.set(body.task, merged(task, changeOfTask(task, body, event)));
  const owed =
    'owes' in body && body.owes
      ? { owing: [...(execution.owing ?? []), { task: body.task, token: task.token }] }
      : undefined;
  switch (body.type) {
    case 'attempt-ended':
      return { costUsd: execution.costUsd + body.attempt.costUsd };
    case 'attempt-released':
      return { costUsd: execution.costUsd + (body.costUsd ?? 0), ...owed };
    case 'task-completed':
      return { failuresInARow: 0, ...(body.tip ? { tip: body.tip.to } : {}) };
    // A task counts once, at its first failure: tries of one that is broken say nothing about the others.
    case 'task-failed':
      return task.tries === 0 ? { failuresInARow: execution.failuresInARow + 1 } : {};
    case 'task-retried':
      return body.countsAsTry && task.tries === 0 ? { failuresInARow: execution.failuresInARow + 1 } : {};
    default:
      return owed ?? {};
  }
}

function withoutAttempt(owing: readonly AttemptRef[] = [], { task, token }: AttemptRef): Execution['owing'] {
  const left = owing.filter((one) => one.task !== task || one.token !== token);
  return left.length === 0 ? undefined : left;
}
