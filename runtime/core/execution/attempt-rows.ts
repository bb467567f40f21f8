import { applyInPlace } from './apply-event';
import { type ExecutionEvent, isTaskEvent, type TaskEventBody } from './event';
import type { AssignmentKind, EndedAttempt, Execution, TaskState } from './execution';

/** What a batch of events does to the rows of attempts, and the statuses through which it leads execution and tasks. */
export interface RowChanges {
  /** `running>waiting`; one status alone when it stays. Each step is one that the table of legal transitions must have. */
  readonly executionPath: string;
  /** By task number, for every task that an event names. */
  readonly taskPaths: ReadonlyMap<number, string>;
  /** Attempts that the batch opens, in order; one that it also starts or ends has that filled in. */
  readonly opened: readonly OpenedAttempt[];
  /** Attempts that were open before and that it starts or ends. */
  readonly changed: readonly ChangedAttempt[];
}

export interface ChangedAttempt {
  readonly task: number;
  readonly token: number;
  readonly worker?: string;
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly outcome?: string;
  readonly ended?: EndedAttempt;
}

export interface OpenedAttempt extends ChangedAttempt {
  readonly kind: AssignmentKind;
  readonly worker: string;
  readonly assignedAt: string;
}

/** Folds `events` once more, watching where attempts open and close. Source: I4, I5. Cost: linear in the events. */
export function attemptRows(before: Execution, events: readonly ExecutionEvent[]): RowChanges {
  const tasks: TaskState[] = [];
  const taskPaths = new Map<number, string>();
  const opened = new Map<string, OpenedAttempt>();
  const changed = new Map<string, ChangedAttempt>();
  let executionPath: string = before.status;
  let execution: Execution = { ...before, tasks };

  const amend = (task: number, token: number, change: Partial<ChangedAttempt>): void => {
    const key = `${task}:${token}`;
    const fresh = opened.get(key);
    if (fresh) opened.set(key, { ...fresh, ...change });
    else changed.set(key, { ...changed.get(key), task, token, ...change });
  };

  for (const event of events) {
    const { body } = event;
    if (!isTaskEvent(body)) {
      const { status } = execution;
      execution = applyInPlace(execution, tasks, event);
      if (execution.status !== status) executionPath += `>${execution.status}`;
      continue;
    }
    const old = tasks[body.task] ?? before.tasks[body.task];
    if (old) tasks[body.task] = old;
    execution = applyInPlace(execution, tasks, event);
    const now = tasks[body.task];
    if (!old || !now) continue;
    const path = taskPaths.get(body.task) ?? old.status;
    taskPaths.set(body.task, now.status === old.status ? path : `${path}>${now.status}`);

    if (hasOpenAttempt(old) && !(hasOpenAttempt(now) && now.token === old.token)) {
      amend(body.task, old.token, {
        endedAt: event.at,
        outcome: outcomeOf(body, old.kind),
        ...(body.type === 'attempt-ended' ? { ended: body.attempt } : {}),
      });
    }
    if (body.type === 'task-assigned') {
      const { task, token, kind, worker } = body;
      opened.set(`${task}:${token}`, { task, token, kind, worker, assignedAt: event.at });
    } else if (body.type === 'attempt-started' || body.type === 'merge-started') {
      amend(body.task, body.token, { startedAt: event.at, worker: body.worker });
    }
  }
  return { executionPath, taskPaths, opened: [...opened.values()], changed: [...changed.values()] };
}

/** True while an assignment of the task's newest token is neither over nor taken back. */
export function hasOpenAttempt(task: TaskState): boolean {
  if (task.status === 'assigned' || task.status === 'active') return true;
  return task.status === 'integrating' && task.kind === 'merge' && task.worker !== undefined;
}

function outcomeOf(body: TaskEventBody, kind: AssignmentKind): string {
  switch (body.type) {
    case 'attempt-ended':
      return body.attempt.outcome.type;
    case 'attempt-lost':
      return 'lost';
    case 'attempt-released':
      return 'released';
    case 'merge-conflicted':
      return 'conflict';
    case 'task-completed':
      return kind === 'merge' ? 'merged' : 'done';
    default:
      return 'withdrawn';
  }
}
