import { isOver } from '../execution/execution';
import { explainWaits, type Moment } from '../schedule/explain-waits';
import { type ExecutionForecast, forecastExecution } from '../schedule/forecast-execution';
import { whyEndless } from '../schedule/why-endless';
import type { ScheduleView } from './views';

const SLOWER =
  'It takes longer than its tasks would one after the other: tries that failed, pauses, slow workers, and waits for people, slots and shared things count, too';

/** What waits and why, and when it will be over. Source: R-40. */
export function scheduleView(moment: Moment): ScheduleView {
  return { ...waitsView(moment), ...forecastView(moment) };
}

/** Where an execution is, and what waits and why. */
export function waitsView(moment: Moment): Pick<ScheduleView, 'wave' | 'waves' | 'blocked'> {
  const { execution, shape } = moment;
  const waits = explainWaits(moment);
  return {
    wave: isOver(execution.status) ? shape.waves.length : Math.min(execution.wavesCompleted + 1, shape.waves.length),
    waves: shape.waves.length,
    blocked: [...waits].map(([no, why]) => ({ id: execution.plan.tasks[no]!.id, why })),
  };
}

/**
 * When it will be over, or why nobody knows; empty when it does not run: nobody knows when a pause ends. Costs many runs of what
 * is left.
 */
export function forecastView(moment: Moment): Pick<ScheduleView, 'eta' | 'etaUnknown' | 'forecast'> {
  const expected = forecastExecution(moment);
  if (expected !== undefined) return forecastFields(expected, moment.nowMs);
  const why = moment.execution.status === 'running' ? whyEndless(moment) : undefined;
  return why === undefined ? {} : { etaUnknown: why };
}

/** Tasks that all runs of a short forecast go through together, at most, and runs below which it would tell nothing. */
const MOST_SHORT_TASK_RUNS = 6_000;
const LEAST_SHORT_RUNS = 30;

/** The same where somebody waits for the answer: fewer runs, and of a plan of more than 200 tasks none, and `etaUnknown` says so. */
export function shortForecastView(moment: Moment): ReturnType<typeof forecastView> {
  const { execution, shape, forecastRuns = Number.POSITIVE_INFINITY } = moment;
  const runs = Math.floor(MOST_SHORT_TASK_RUNS / Math.max(1, shape.graph.size));
  if (runs >= LEAST_SHORT_RUNS) return forecastView({ ...moment, forecastRuns: Math.min(forecastRuns, runs) });
  if (execution.status !== 'running') return {};
  return { etaUnknown: whyEndless(moment) ?? TOO_LARGE };
}

const TOO_LARGE = `not worked out at each step of a plan of more than ${MOST_SHORT_TASK_RUNS / LEAST_SHORT_RUNS} tasks: the status tells it`;

function forecastFields(
  { low, middle, high, isFounded, speedup, efficiency }: ExecutionForecast,
  nowMs: number,
): Pick<ScheduleView, 'eta' | 'forecast'> {
  const at = (minutes: number) => new Date(nowMs + Math.round(minutes * 60_000)).toISOString();
  const rounded = (value: number) => Math.round(value * 100) / 100;
  return {
    eta: at(middle),
    forecast: {
      earliest: at(low),
      latest: at(high),
      isFounded,
      speedup: rounded(speedup),
      efficiency: rounded(efficiency),
      ...(rounded(speedup) < 1 ? { note: SLOWER } : {}),
    },
  };
}
