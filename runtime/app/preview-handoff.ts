import type { ExecutionOptions } from '../core/execution/execution';
import { optionsView } from '../core/handoff/options-view';
import type { PlanInput, PlanLimits, PlanReading } from '../core/plan/plan';
import type { Forecast } from '../core/schedule/forecast';
import { forecastHandoff } from '../core/schedule/forecast-handoff';
import { unmetNeeds } from '../core/schedule/unmet-needs';
import type { PlanReader } from '../ports/plan-reader';
import type { WorkerStore } from '../ports/worker-store';
import { examinePlanInput } from './examine-plan-input';
import { previewOf } from './preview-plan-text';
import type { PreviewAnswer, PreviewForecast } from './runtime';
import { capacityOf, resourceLimits } from './scheduling-capacity';

export interface PreviewHandoffDeps {
  readonly plans: PlanReader;
  readonly limits: PlanLimits;
  readonly workers: Pick<WorkerStore, 'scheduling'>;
}

/**
 * What a plan would be if it were handed over with these options: besides what stands in it, who would do each task, what nobody
 * here can do, and when it would be over. The same answer for the same text, options and workers; nothing is kept.
 */
export async function previewHandoff(
  deps: PreviewHandoffDeps,
  input: PlanInput,
  options: ExecutionOptions,
): Promise<PreviewAnswer> {
  const examined = await examinePlanInput(deps, input);
  const facts = await deps.workers.scheduling();
  const limits = resourceLimits(facts.capacity);
  const answer = previewOf(examined, options, limits);
  if (answer.type === 'problems') return answer;
  const { plan } = examined.reading as Extract<PlanReading, { type: 'plan' }>;
  const forecast = forecastHandoff(plan, options, capacityOf(facts));
  return {
    ...answer,
    unmet: unmetNeeds(plan, options, facts.workers, limits),
    options: optionsView(options),
    ...(forecast === undefined ? {} : { forecast: minutesOf(forecast) }),
  };
}

function minutesOf({ low, middle, high }: Forecast): PreviewForecast {
  const tenths = (minutes: number) => Math.round(minutes * 10) / 10;
  return { lowMinutes: tenths(low), middleMinutes: tenths(middle), highMinutes: tenths(high) };
}
