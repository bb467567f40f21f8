import { Fold, statusAfter } from './apply-event';
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

/**
 * Watches in a batch of events where attempts open and close. Source: I4, I5. Cost: linear in the events.
 *
 * @param states - For each event of a task, the task right after it; folded once more unless given.
 */
export function attemptRows(
  before: Execution,
  events: readonly ExecutionEvent[],
  states: readonly (TaskState | undefined)[] = foldedStates(before, events),
): RowChanges {
  const taskPaths = new Map<number, string>();
  const newest = new Map<number, TaskState>();
  const opened = new Map<string, OpenedAttempt>();
  const changed = new Map<string, ChangedAttempt>();
  let executionPath: string = before.status;
  let { status } = before;

  const amend = (task: number, token: number, change: Partial<ChangedAttempt>): void => {
    const key = `${task}:${token}`;
    const fresh = opened.get(key);
    if (fresh) opened.set(key, { ...fresh, ...change });
    else changed.set(key, { ...changed.get(key), task, token, ...change });
  };

  for (const [at, event] of events.entries()) {
    const { body } = event;
    if (!isTaskEvent(body)) {
      const next = statusAfter({ ...before, status }, body, event.at);
      if (next !== status) executionPath += `>${next}`;
      status = next;
      continue;
    }
    const old = newest.get(body.task) ?? before.tasks.at(body.task);
    const now = states[at];
    if (!old || !now) continue;
    newest.set(body.task, now);
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

function foldedStates(before: Execution, events: readonly ExecutionEvent[]): readonly (TaskState | undefined)[] {
  const fold = new Fold(before);
  return events.map((event) => {
    fold.apply(event);
    return isTaskEvent(event.body) ? fold.task(event.body.task) : undefined;
  });
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
