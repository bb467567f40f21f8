import { printable } from '../../core/control-characters';
import type { TaskView, TaskWord } from '../../core/report/task-view';
import type { ExecutionStatusView } from '../../core/report/views';
import { duration, roughly } from './duration';
import { nextLines } from './next-lines';
import type { Paint } from './paint';
import { questionLines } from './question-lines';
import { shorten } from './shorten';
import { taskLine } from './task-line';

export interface ListLook {
  readonly columns: number;
  readonly rows: number;
  readonly nowMs: number;
  readonly paint: Paint;
  /** What went wrong, line by line; cut to half of the rows. None unless given. */
  readonly failures?: readonly string[];
}

/** State, times and reasons have so many columns for themselves, and more where a line is long. */
const LEAST_FOR_FACTS = 50;
const SHARE_OF_NAMES = 0.45;

/** What gives way first when the screen is too short. */
const LEAST_WANTED: readonly TaskWord[] = [
  'backlog',
  'done',
  'skipped',
  'pending',
  'assigned',
  'failed',
  'active',
  'waiting',
];

/** An execution as lines for a screen: head, a line per task, what went wrong, what a person is asked or does next. Never more than `rows` lines. */
export function taskList(status: ExecutionStatusView, tasks: readonly TaskView[], look: ListLook): readonly string[] {
  const questions = questionLines(status.executionId, status.questions).map((line) =>
    look.paint('yellow', shorten(line, look.columns)),
  );
  const next = nextLines(status.hint).map((line) => look.paint('yellow', shorten(line, look.columns)));
  const failures = failuresIn(status, look);
  const room = Math.max(1, look.rows - 2 - failures.length - questions.length - next.length);
  const shown = fitting(tasks, room);
  const idWidth = Math.max(0, ...shown.map(({ id }) => [...id].length));
  const longestTitle = Math.max(0, ...shown.map(({ title }) => [...printable(title)].length));
  const nameWidth = Math.min(look.columns - LEAST_FOR_FACTS, Math.floor(look.columns * SHARE_OF_NAMES));
  const titleWidth = Math.max(8, Math.min(longestTitle, nameWidth - idWidth));
  const lines = shown.map((task) => taskLine(task, { ...look, idWidth, titleWidth }));
  const hidden = tasks.length - shown.length;
  return [
    headLine(status, look),
    ...lines,
    ...(hidden > 0 ? [look.paint('dim', `  … and ${hidden} more`)] : []),
    ...failures,
    ...questions,
    ...next,
  ].slice(0, Math.max(1, look.rows));
}

/** The failures on at most half of the rows; where there are more, how to see all. */
function failuresIn({ executionId }: ExecutionStatusView, look: ListLook): readonly string[] {
  const { failures = [], rows, columns, paint } = look;
  const room = Math.floor(rows / 2);
  const cut = failures.length > room;
  const lines = cut
    ? [...failures.slice(0, Math.max(0, room - 1)), `  … all of it: nightshift status ${executionId}`]
    : failures;
  return lines.map((line) => paint('red', shorten(line, columns)));
}

/** `My plan  running  wave 2 of 3  5/9 (56 %)  12 s  $0.20  about 5 min left (3 min to 8 min)`; the interval where there is room. */
export function headLine(status: ExecutionStatusView, look: Pick<ListLook, 'columns' | 'nowMs' | 'paint'>): string {
  const { current, total, percentage } = status.progress;
  const start = Date.parse(status.startedAt ?? status.submittedAt);
  const end = status.endedAt === undefined ? look.nowMs : Date.parse(status.endedAt);
  const { eta, forecast, endedAt, wave, waves } = status;
  const isLeft = eta !== undefined && endedAt === undefined;
  const until = (at: string) => roughly(Date.parse(at) - look.nowMs);
  const parts = [
    status.state === 'waiting' ? 'waiting for you' : status.state,
    ...(waves > 1 && endedAt === undefined ? [`wave ${wave} of ${waves}`] : []),
    `${current}/${total} (${Math.round(percentage)} %)`,
    duration(end - start),
    ...(status.costUsd > 0 ? [`$${status.costUsd.toFixed(2)}`] : []),
    ...(isLeft ? [`about ${until(eta)} left`] : []),
    ...(status.reason === undefined ? [] : [printable(status.reason)]),
  ].join('  ');
  const interval = isLeft && forecast ? ` (${until(forecast.earliest)} to ${until(forecast.latest)})` : '';
  const isRoom = [...printable(status.title), ...parts, ...interval].length + 2 <= look.columns;
  const facts = isRoom && status.reason === undefined ? `${parts}${interval}` : parts;
  const title = shorten(printable(status.title), Math.max(10, look.columns - [...facts].length - 2));
  return `${look.paint('bold', title)}  ${shorten(facts, Math.max(10, look.columns - [...title].length - 2))}`;
}

/** As many tasks as there is room for, in plan order; one line is kept to say how many are hidden. */
function fitting(tasks: readonly TaskView[], room: number): readonly TaskView[] {
  if (tasks.length <= room) return tasks;
  const wanted = [...tasks]
    .sort((a, b) => LEAST_WANTED.indexOf(b.state) - LEAST_WANTED.indexOf(a.state))
    .slice(0, Math.max(0, room - 1));
  return tasks.filter((task) => wanted.includes(task));
}
