import { printable } from '../../core/control-characters';
import { counted } from '../../core/counted';
import type { QuestionView, TaskView } from '../../core/report/task-view';
import type { ExecutionStatusView } from '../../core/report/views';
import { HELD } from '../../core/schedule/explain-waits';
import { duration, roughly } from './duration';
import { nextLines } from './next-lines';
import { questionLines } from './question-lines';
import { runningTime, stepOf } from './task-line';
import { wrapText } from './wrap-text';

export interface Snapshot {
  readonly status: ExecutionStatusView;
  readonly tasks: readonly TaskView[];
}

/**
 * What changed between two looks, a plain line each, for where lines cannot be redrawn; what went wrong stands whole below its
 * line. Times that pass, and estimates that move, are in a line and are no news of their own. Everything that is not at rest when there was no look before.
 */
export function changeLines(before: Snapshot | undefined, now: Snapshot, nowMs: number): readonly string[] {
  const earlier = new Map(before?.tasks.map((task) => [task.id, task]));
  const tasks = now.tasks.flatMap((task) => {
    const text = taskText(task);
    const old = earlier.get(task.id);
    const isNews = old === undefined ? task.state !== 'backlog' && task.state !== 'pending' : taskText(old) !== text;
    return isNews && !isQuiet(old, task) ? [taskText(task, nowMs), ...failureOf(old, task)] : [];
  });
  const asked = now.status.questions.filter((question) => !isAsked(before?.status.questions ?? [], question));
  const statusText = executionText(now.status);
  const shown = `${statusText}${etaOf(now.status, nowMs)}`;
  const head = before === undefined ? [shown] : [];
  const isChanged = before !== undefined && executionText(before.status) !== statusText;
  const next = nextLines(now.status.hint);
  const tail = isChanged ? [shown, ...next] : before === undefined ? next : [];
  return [...head, ...tasks, ...questionLines(now.status.executionId, asked), ...tail];
}

function isAsked(questions: readonly QuestionView[], { taskId, criterionId }: QuestionView): boolean {
  return questions.some((other) => other.taskId === taskId && other.criterionId === criterionId);
}

function executionText(status: ExecutionStatusView): string {
  const { current, total } = status.progress;
  const reason = status.reason === undefined ? '' : `: ${printable(status.reason)}`;
  return `${printable(status.title)}: ${status.state}, ${current} of ${counted(total, 'task')} done${reason}`;
}

function etaOf({ eta, endedAt }: ExecutionStatusView, nowMs: number): string {
  return eta === undefined || endedAt !== undefined ? '' : `, about ${roughly(Date.parse(eta) - nowMs)} left`;
}

/** @param nowMs - With it also how long a running task runs, and what goes on after that. */
function taskText(task: TaskView, nowMs?: number): string {
  const running = nowMs === undefined ? undefined : runningTime(task, nowMs);
  const step = nowMs === undefined ? '' : stepOf(task);
  const facts = [
    `wave ${task.wave}`,
    ...(task.attempts > 0 ? [`attempt ${task.attempts}`] : []),
    ...(task.durationMs === undefined ? [] : [duration(task.durationMs)]),
    ...(running === undefined ? [] : [running]),
    ...(step === '' ? [] : [step]),
  ];
  const evidence = task.evidence
    .map(({ criterionId, isPassed }) => ` ${isPassed ? '✓' : '✗'} ${printable(criterionId)}`)
    .join('');
  const why = whyOf(task);
  return `${printable(task.id)} ${printable(task.title)}: ${task.state} (${facts.join(', ')})${evidence}${why === undefined ? '' : ` – ${printable(why)}`}`;
}

/** What waits for others or goes on needs no reason; its changes would be noise. */
function whyOf(task: TaskView): string | undefined {
  if (task.state === 'waiting') return task.questions[0]?.text ?? task.why;
  const isNews = task.state === 'failed' || task.state === 'skipped' || (task.state === 'pending' && task.attempts > 0);
  return isNews ? task.why : undefined;
}

/** That its time has come, or that the whole execution is paused, is not news of a task that goes on being pending. */
function isQuiet(old: TaskView | undefined, { state, attempts, why }: TaskView): boolean {
  const isSame = state === 'pending' && old?.state === state && old.attempts === attempts;
  return isSame && (why === undefined || why === HELD);
}

/** What went wrong in the attempt that has just ended; nothing while the next one runs. */
function failureOf(old: TaskView | undefined, { state, attempts, lastFailure }: TaskView): readonly string[] {
  const isNews = state === 'failed' || (state === 'pending' && (old?.state !== state || old.attempts !== attempts));
  return isNews && lastFailure !== undefined ? wrapText(lastFailure, '    ', Number.POSITIVE_INFINITY) : [];
}
