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
