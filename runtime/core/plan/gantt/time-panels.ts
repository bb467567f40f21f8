import type { PlanForecast } from './plan-forecast';

/** A long time axis in panels, one below the other. */
export interface TimePanels {
  /** Units of length (pixels, columns) for a minute. */
  readonly perMinute: number;
  /** Minutes of a panel. */
  readonly minutes: number;
  readonly count: number;
  /** Panels that have tasks; the others are behind all of them. */
  readonly busy: number;
  /** Minutes from one mark to the next. */
  readonly step: number;
}

export interface PanelRoom {
  /** Units that a panel is wide. */
  readonly width: number;
  /** Units that a task of middling length should have at least. */
  readonly bar: number;
  /** Units between two marks at least. */
  readonly mark: number;
  readonly mostPanels: number;
}

const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 720, 1_440];

/**
 * One panel where most tasks can be told apart in it; else as few as let them, of which the last ones, behind all tasks,
 * only show when the end is expected.
 */
export function timePanels({ bars, makespan, end }: PlanForecast, room: PanelRoom): TimePanels {
  const { width, bar, mark, mostPanels } = room;
  const last = Math.max(makespan, end.high, 1e-6) * 1.01;
  const lengths = bars.map((one) => one.end - one.start).sort((a, b) => a - b);
  const middling = lengths[Math.floor(lengths.length / 2)] ?? last;
  if (last * bar <= middling * width || bars.length === 0) {
    return { perMinute: width / last, minutes: last, count: 1, busy: 1, step: stepFor((last * mark) / width) };
  }
  const busy = Math.max(1, Math.min(mostPanels, Math.ceil((makespan * bar) / middling / width)));
  const step = stepFor((makespan * mark) / busy / width);
  const minutes = Math.max(1, Math.ceil((makespan * 1.01) / busy / step)) * step;
  return {
    perMinute: width / minutes,
    minutes,
    count: Math.ceil(last / minutes),
    busy: Math.ceil(makespan / minutes),
    step,
  };
}

function stepFor(minutes: number): number {
  const found = STEPS.find((step) => step >= minutes);
  return found ?? Math.ceil(minutes / 1_440) * 1_440;
}

/** Minutes for people: `0.4 min`, `45 min`, `2 h 05 min`. */
export function minutesText(minutes: number): string {
  const whole = Math.round(minutes);
  if (minutes > 0 && whole < 1) return `${Math.max(0.1, Math.round(minutes * 10) / 10)} min`;
  if (whole < 60) return `${whole} min`;
  const rest = whole % 60;
  const hours = Math.floor(whole / 60).toLocaleString('en');
  return rest === 0 ? `${hours} h` : `${hours} h ${String(rest).padStart(2, '0')} min`;
}
