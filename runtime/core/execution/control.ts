import { RequestError } from '../errors';
import type { PlanShape } from '../schedule/plan-shape';
import type { Draft } from './draft';
import type { Answer, ExecutionStatus } from './execution';
import { isOver, isSettled } from './execution';
import { owesOf } from './owed-costs';
import { pause } from './pause';
import { HALTED } from './release-tasks';
import { releaseAttempt } from './settle-attempts';

export type ControlAction = 'pause' | 'resume' | 'cancel' | 'retry';

/** What goes with an action. */
export interface ControlChoice {
  /** For `retry`: this task only. */
  readonly task?: number;
  /** For `pause`: attempts that run are stopped and begin anew after the resume; else they go on to their end. */
  readonly stopsRunning?: boolean;
}

/**
 * What a person asked for. Asking for what is already so changes nothing.
 *
 * @throws {RequestError} `CONTROL_REFUSED` when the execution's state does not allow it; the message says the state.
 */
export function control(draft: Draft, shape: PlanShape, action: ControlAction, choice: ControlChoice = {}): void {
  const { status } = draft.execution;
  switch (action) {
    case 'pause':
      if (isOver(status)) throw refused(action, status, afterEnd(status));
      pause(draft, `paused by ${draft.actor}`);
      if (choice.stopsRunning === true) stopRunning(draft);
      return;
    case 'resume':
      if (isOver(status)) throw refused(action, status, afterEnd(status));
      if (status === 'paused') draft.record({ type: 'execution-resumed', allowsMore: true });
      return;
    case 'cancel':
      cancel(draft);
      return;
    case 'retry':
      reopen(draft, shape, choice.task);
      return;
  }
}

/** Nobody is to blame: no try and no crash counts. A merge ends by itself in a moment, and is let. */
function stopRunning(draft: Draft): void {
  for (const [no, { status, token }] of draft.execution.tasks.entries()) {
    if (status === 'active') releaseAttempt(draft, no, token, `stopped by ${draft.actor}`);
  }
}

function cancel(draft: Draft): void {
  const { status } = draft.execution;
  if (status === 'cancelled') return;
  if (isOver(status)) throw refused('cancel', status, 'There is nothing left to stop');
  for (const [no, state] of draft.execution.tasks.entries()) {
    if (!isSettled(state.status))
      draft.record({ type: 'task-skipped', task: no, reason: 'cancelled', ...owesOf(state) });
  }
  draft.record({ type: 'execution-cancelled', reason: `cancelled by ${draft.actor}` });
}

/** A person's retry of a failed task, or of all: they and what was skipped because of them start anew, in a new epoch. */
function reopen(draft: Draft, shape: PlanShape, task: number | undefined): void {
  const { tasks, status, epoch } = draft.execution;
  if (task !== undefined && tasks.at(task)!.status !== 'failed')
    throw refused(
      'retry',
      tasks.at(task)!.status,
      'Name a task that has failed: `nightshift status` shows which',
      `${tasks.at(task)!.status}, not failed`,
    );
  const roots =
    task === undefined
      ? tasks.flatMap((state, no) => (state.status === 'failed' || isSkippedByUs(state) ? [no] : []))
      : [task, ...tasks.flatMap(({ reason }, no) => (reason === HALTED ? [no] : []))];
  if (roots.length === 0) {
    const hint =
      status === 'paused'
        ? 'No task has failed for good: `resume` lets it go on'
        : 'See with `nightshift status` how it stands';
    throw refused('retry', status, hint, `${status} without a failed task`);
  }
  if (isOver(status)) draft.record({ type: 'execution-reopened', epoch: epoch + 1 });
  const reopened = new Set<number>();
  const queue = [...roots];
  for (let at = 0; at < queue.length; at++) {
    const no = queue[at]!;
    if (reopened.has(no)) continue;
    reopened.add(no);
    draft.record({ type: 'task-reopened', task: no });
    for (const dependent of shape.graph.dependents(no)) if (isSkippedByUs(draft.task(dependent))) queue.push(dependent);
  }
}

/** Skipped by the execution, not by the plan. */
const isSkippedByUs = (state: { readonly status: string; readonly reason?: string }): boolean =>
  state.status === 'skipped' && state.reason !== undefined;

/**
 * A person's answer to what a task waits for. The same answer again changes nothing.
 *
 * @throws {RequestError} `ANSWER_NOT_ASKED` when the task does not wait for that criterion; details name what it waits for.
 */
export function answerQuestion(draft: Draft, task: number, answer: Answer): void {
  const state = draft.task(task);
  const given = state.answers.find(({ criterionId }) => criterionId === answer.criterionId);
  if (state.question?.criteria.includes(answer.criterionId)) {
    if (given?.result !== answer.result) draft.record({ type: 'task-answered', task, answer });
    return;
  }
  if (given?.result === answer.result) return;
  const { id } = draft.execution.plan.tasks[task]!;
  const asked = state.question?.criteria.join(', ');
  throw new RequestError('ANSWER_NOT_ASKED', `${id} does not wait for an answer to ${answer.criterionId}`, {
    hint: asked ? `It waits for: ${asked}` : `It is ${state.status} and waits for no answer.`,
  });
}

function refused(action: ControlAction, state: string, hint: string, said = state): RequestError {
  return new RequestError('CONTROL_REFUSED', `Cannot ${action}: it is ${said}`, { hint, details: { state } });
}

/** What can be asked of an execution that is over. */
function afterEnd(status: ExecutionStatus): string {
  return status === 'succeeded'
    ? 'It is done. To run the plan once more: `nightshift handoff PLAN --new`'
    : 'It is over. `retry` tries again what failed or was skipped';
}
