import { printable } from '../../core/control-characters';
import { forecastWords } from '../../core/plan/gantt/forecast-words';
import type { Bar, PlanForecast } from '../../core/plan/gantt/plan-forecast';
import { minutesText, type TimePanels, timePanels } from '../../core/plan/gantt/time-panels';
import { isWide } from '../../core/plan/picture/picture-text';
import type { ExecutionPlan } from '../../core/plan/plan';
import type { Paint } from './paint';

/** Columns for the workers' names. */
const GUTTER = 5;

interface GanttView {
  readonly paint: Paint;
  readonly columns: number;
}

/**
 * A plan's forecast for a terminal: a line for each worker, a bar for each task, in panels where the time is long. Bars of
 * the critical path are drawn with double lines; `▒` on the axis is where the end lies in 8 of 10 cases.
 */
export function ganttText(plan: ExecutionPlan, forecast: PlanForecast, { paint, columns }: GanttView): string {
  const width = Math.max(20, columns - GUTTER - 1);
  const [summary = '', ...more] = forecastWords(forecast);
  const head = [paint('bold', printable(plan.title)), summary, ...more.map((line) => paint('dim', line)), ''];
  if (forecast.bars.length === 0) return head.join('\n');
  const panels = timePanels(forecast, { width, bar: 9, mark: 14, mostPanels: 40 });
  const rows = Math.max(...forecast.bars.map(({ worker }) => worker + 1));
  const lines = Array.from({ length: panels.count }, (_, panel) => [
    ...axisOf(forecast, panels, panel, width, paint),
    ...Array.from({ length: panel < panels.busy ? rows : 0 }, (__, worker) =>
      rowOf(plan, forecast, panels, panel, width, worker, paint),
    ),
    '',
  ]);
  const legend = `${paint('yellow', '╞══╡')} critical path   ├──┤ other tasks   ▒ the end, in 8 of 10 cases`;
  return [...head, ...lines.flat(), legend].join('\n');
}

/** The times, and below them a line that shows where the end is expected. */
function axisOf(
  { end }: PlanForecast,
  { minutes, perMinute, step }: TimePanels,
  panel: number,
  width: number,
  paint: Paint,
): readonly string[] {
  const from = panel * minutes;
  const labels = Array<string>(width).fill(' ');
  const line = Array.from({ length: width }, (_, column): string => {
    const [start, stop] = [from + column / perMinute, from + (column + 1) / perMinute];
    return stop > end.low && start < end.high ? '▒' : '─';
  });
  for (let at = Math.ceil(from / step - 1e-9); ; at++) {
    const column = Math.round((at * step - from) * perMinute);
    if (column >= width) break;
    const label = at === 0 ? '0' : minutesText(at * step);
    if (column + label.length <= width) labels.splice(column, label.length, ...label);
    if (line[column] === '─') line[column] = '┬';
  }
  return [`${' '.repeat(GUTTER)} ${labels.join('').trimEnd()}`, `${' '.repeat(GUTTER)} ${paint('dim', line.join(''))}`];
}

function rowOf(
  plan: ExecutionPlan,
  { bars, critical }: PlanForecast,
  panels: TimePanels,
  panel: number,
  width: number,
  worker: number,
  paint: Paint,
): string {
  let text = '';
  let used = 0;
  for (const bar of bars) {
    if (bar.worker !== worker) continue;
    const from = Math.max(used, columnOf(bar.start, panels, panel));
    const to = Math.min(width, columnOf(bar.end, panels, panel));
    if (to <= from) continue;
    const drawn = drawBar(
      plan,
      bar,
      critical.has(bar.no),
      to - from,
      from > columnOf(bar.start, panels, panel) && from === 0,
    );
    text += ' '.repeat(from - used) + (critical.has(bar.no) ? paint('yellow', drawn) : drawn);
    used = to;
  }
  return `${paint('dim', `w${worker + 1}`.padStart(GUTTER))} ${text}`;
}

/** A bar so many columns wide, with as much of its name as there is room for. */
function drawBar(plan: ExecutionPlan, { no }: Bar, isCritical: boolean, width: number, isBegun: boolean): string {
  const [left, fill, right] = isCritical ? ['╞', '═', '╡'] : ['├', '─', '┤'];
  if (width === 1) return isCritical ? '╪' : '┼';
  const task = plan.tasks[no]!;
  const label = cut(printable(`${isBegun ? '…' : ''}${task.originalId} ${task.title}`), width - 2);
  return `${left}${label.text}${fill.repeat(width - 2 - label.width)}${right}`;
}

const columnOf = (minutes: number, panels: TimePanels, panel: number): number =>
  Math.round((minutes - panel * panels.minutes) * panels.perMinute);

/** As much of a text as fits into so many columns; wide scripts and emoji take two. */
function cut(text: string, columns: number): { readonly text: string; readonly width: number } {
  let width = 0;
  let fits = '';
  for (const character of text) {
    const wide = columnsOf(character);
    if (width + wide > columns) break;
    fits += character;
    width += wide;
  }
  return { text: fits, width };
}

function columnsOf(character: string): number {
  if (/\p{Mark}/u.test(character)) return 0;
  return isWide(character) ? 2 : 1;
}
