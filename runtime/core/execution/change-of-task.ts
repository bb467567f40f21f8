import type { WorkerId } from '../ids';
import { isBeforeWork } from '../plan/own-questions';
import type { Change } from './change';
import { conflictWords } from './conflict-words';
import type { ExecutionEvent, TaskEventBody } from './event';
import type { TaskState } from './execution';

const NO_ASSIGNMENT = {
  worker: undefined,
  assignedAt: undefined,
  announcedAt: undefined,
  startedAt: undefined,
  announcements: 0,
  slots: undefined,
  grantUsd: undefined,
};

/** What an event changes of the task that it names. */
export function changeOfTask(task: TaskState, body: TaskEventBody, { at, seq }: ExecutionEvent): Change<TaskState> {
  switch (body.type) {
    case 'task-assigned':
      return {
        ...NO_ASSIGNMENT,
        status: body.kind === 'merge' ? 'integrating' : 'assigned',
        kind: body.kind,
        token: body.token,
        worker: body.worker,
        assignedAt: at,
        dueAt: undefined,
        slots: body.slots,
        grantUsd: body.grantUsd,
      };
    case 'task-announced':
      return { announcements: task.announcements + 1, announcedAt: at };
    case 'assignment-withdrawn':
      return {
        ...NO_ASSIGNMENT,
        status: task.kind === 'merge' ? 'integrating' : 'pending',
        ...(body.isLate && task.worker ? { missedBy: missedAlso(task, task.worker) } : {}),
      };
    case 'attempt-started':
      return { status: 'active', startedAt: at, worker: body.worker, missedBy: undefined };
    case 'merge-started':
      return { startedAt: at, worker: body.worker, missedBy: undefined };
    case 'attempt-ended':
      return {
        status: 'verifying',
        attempt: body.attempt,
        losses: 0,
        aways: body.attempt.outcome.type === 'away' ? task.aways + 1 : 0,
        costUsd: task.costUsd + body.attempt.costUsd,
        modelTokens: task.modelTokens + body.attempt.inputTokens + body.attempt.outputTokens,
      };
    case 'attempt-lost':
      return {
        ...NO_ASSIGNMENT,
        status: task.kind === 'merge' ? 'integrating' : 'pending',
        crashes: task.crashes + (body.isFault ? 1 : 0),
        losses: task.losses + 1,
      };
    case 'attempt-released':
      return {
        ...NO_ASSIGNMENT,
        status: task.kind === 'merge' ? 'integrating' : 'pending',
        costUsd: task.costUsd + (body.costUsd ?? 0),
      };
    case 'writes-undeclared':
      return { undeclared: [...new Set([...(task.undeclared ?? []), ...body.files])] };
    case 'task-approved':
      return { ...NO_ASSIGNMENT, status: 'integrating', approvedSeq: seq };
    case 'task-retried':
      return {
        ...NO_ASSIGNMENT,
        status: 'pending',
        tries: task.tries + (body.countsAsTry ? 1 : 0),
        lastFailure: body.failure,
        dueAt: body.dueAt,
        answers: answersBefore(task),
        attempt: undefined,
      };
    case 'task-waiting':
      return { status: 'waiting', question: body.question, answers: answersBut(task, body.question.criteria) };
    case 'task-answered':
      return answered(task, body.answer);
    case 'merge-conflicted':
      return {
        ...NO_ASSIGNMENT,
        status: 'pending',
        conflicts: task.conflicts + 1,
        approvedSeq: undefined,
        attempt: undefined,
        answers: answersBefore(task),
        lastFailure: conflictWords(body.files),
      };
    case 'task-completed':
      return { status: 'completed', endedAt: at, commit: body.commit, question: undefined };
    case 'task-failed':
      return { status: 'failed', endedAt: at, reason: body.reason, lastFailure: body.failure, question: undefined };
    case 'task-skipped':
      return { status: 'skipped', endedAt: at, reason: body.reason, question: undefined };
    case 'task-reopened':
      return {
        ...NO_ASSIGNMENT,
        status: 'pending',
        tries: 0,
        crashes: 0,
        losses: 0,
        aways: 0,
        costUsd: 0,
        modelTokens: 0,
        conflicts: 0,
        missedBy: undefined,
        dueAt: undefined,
        attempt: undefined,
        approvedSeq: undefined,
        question: undefined,
        reason: undefined,
        endedAt: undefined,
        commit: undefined,
        answers: [],
      };
  }
}

const missedAlso = ({ missedBy = [] }: TaskState, worker: WorkerId): readonly WorkerId[] => [
  ...missedBy.filter((id) => id !== worker),
  worker,
];

/** What stays answered when the work is done anew: answers about a result were about that result, and a conflict is a new one. */
const answersBefore = (task: TaskState): TaskState['answers'] =>
  task.answers.filter(({ criterionId }) => criterionId === 'gate' || criterionId === 'more-tries');

/** What is asked once more is not answered. */
const answersBut = ({ answers }: TaskState, asked: readonly string[]): TaskState['answers'] =>
  answers.some(({ criterionId }) => asked.includes(criterionId))
    ? answers.filter(({ criterionId }) => !asked.includes(criterionId))
    : answers;

/**
 * A task waits on until all its questions are answered; then what was asked before its work lets it start, and criteria send it to
 * be judged again. Who lets it be tried again gives it all its tries.
 */
function answered(task: TaskState, answer: TaskState['answers'][number]): Change<TaskState> {
  const answers = [...answersBut(task, [answer.criterionId]), answer];
  const open = task.question?.criteria.filter((id) => !answers.some((given) => given.criterionId === id)) ?? [];
  if (open.length > 0) return { answers };
  const status = task.question?.criteria.some(isBeforeWork) ? 'pending' : 'verifying';
  const isGivenTries = answer.criterionId === 'more-tries' && answer.result === 'pass';
  return { answers, question: undefined, status, ...(isGivenTries ? { tries: 0, dueAt: undefined } : {}) };
}
