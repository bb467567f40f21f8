import { printable } from '../../core/control-characters';
import type { TaskView, TaskWord } from '../../core/report/task-view';
import { duration, roughly } from './duration';
import type { Color, Paint } from './paint';
import { shorten } from './shorten';

const MARKS: Readonly<Record<TaskWord, readonly [mark: string, color: Color]>> = {
  backlog: ['·', 'dim'],
  pending: ['○', 'dim'],
  assigned: ['◌', 'cyan'],
  active: ['▶', 'cyan'],
  waiting: ['?', 'yellow'],
  done: ['✓', 'green'],
  failed: ['✗', 'red'],
  skipped: ['–', 'dim'],
};

export interface TaskLineLook {
  readonly columns: number;
  readonly nowMs: number;
  readonly paint: Paint;
  /** Width of the longest id. */
  readonly idWidth: number;
  readonly titleWidth: number;
}

/** A task on one line: mark, id, title, state, wave, time, attempt, evidence, and why it does not go on. Never wider than `columns`. */
export function taskLine(task: TaskView, look: TaskLineLook): string {
  const [mark, color] = MARKS[task.state];
  const name = `${pad(printable(task.id), look.idWidth)}  ${pad(shorten(printable(task.title), look.titleWidth), look.titleWidth)}`;
  const facts = [
    pad(task.state, 9),
    pad(`wave ${task.wave}`, 7),
    // Without a time its reason comes sooner, and so whole.
    timeOf(task, look.nowMs),
    stepOf(task),
    attemptOf(task),
    evidenceOf(task),
    whyOf(task),
  ];
  const rest = shorten(
    facts
      .filter((fact) => fact !== '')
      .join('  ')
      .trimEnd(),
    Math.max(0, look.columns - [...name].length - 5),
  );
  return `${look.paint(color, mark)} ${shorten(name, look.columns - 2)}  ${look.paint(color, rest)}`.trimEnd();
}

/** What goes on after the agent's work, while the task is active; else nothing. */
export function stepOf(task: Pick<TaskView, 'kernelStatus' | 'worker'>): string {
  if (task.kernelStatus === 'verifying') return 'is judged';
  if (task.kernelStatus !== 'integrating') return '';
  return task.worker === undefined ? 'approved' : 'is merged';
}

function timeOf(task: TaskView, nowMs: number): string {
  const time = task.durationMs === undefined ? runningTime(task, nowMs) : duration(task.durationMs);
  return time === undefined ? '' : pad(time, 11);
}

/** How long the work on a task goes on, and what it is expected to take: `3 min 05 s of about 10 min`; undefined when it does not. */
export function runningTime(
  {
    state,
    attemptStartedAt,
    estimateMs,
    durationMs,
  }: Pick<TaskView, 'state' | 'attemptStartedAt' | 'estimateMs' | 'durationMs'>,
  nowMs: number,
): string | undefined {
  if (state !== 'active' || attemptStartedAt === undefined || durationMs !== undefined) return undefined;
  const elapsed = duration(nowMs - Date.parse(attemptStartedAt));
  // A guess of no second says nothing.
  return estimateMs === undefined || estimateMs < 500 ? elapsed : `${elapsed} of about ${roughly(estimateMs)}`;
}

function attemptOf(task: TaskView): string {
  return task.attempts > 1 ? `attempt ${task.attempts}` : '';
}

function evidenceOf(task: TaskView): string {
  return task.evidence
    .map(({ criterionId, isPassed }) => `${isPassed ? '✓' : '✗'} ${printable(criterionId)}`)
    .join(' ');
}

function whyOf(task: TaskView): string {
  if (task.state === 'waiting') return printable(task.questions[0]?.text ?? task.why ?? '');
  return task.state === 'done' ? '' : printable(task.why ?? '');
}

const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - [...text].length));
