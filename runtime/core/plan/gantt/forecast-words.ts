import { counted } from '../../counted';
import type { PlanForecast } from './plan-forecast';
import { minutesText } from './time-panels';

/** What a forecast says, in a few lines of words. */
export function forecastWords({
  workers,
  bars,
  makespan,
  end,
  serial,
  inWaves,
  lowerBound,
  capabilities,
  resources,
}: PlanForecast): readonly string[] {
  if (bars.length === 0) return ['Nothing is left to do'];
  const tasks = `${counted(bars.length, 'task')} on ${counted(workers, 'worker')}`;
  const between = `between ${minutesText(end.low)} and ${minutesText(end.high)}`;
  const guess = end.isFounded ? '' : ' (a guess: nothing has shown yet how far estimates are off)';
  return [
    `${tasks}: ${minutesText(makespan)} if every estimate holds; in 8 of 10 cases ${between}${guess}`,
    `one after the other ${minutesText(serial)}, ${(serial / makespan).toFixed(1)} × as long · in strict waves ${minutesText(inWaves)}, ${excess(inWaves / makespan)} · no schedule is below ${minutesText(lowerBound)} (efficiency ${Math.floor((100 * lowerBound) / makespan + 1e-9)} %)`,
    ...takenForGranted(capabilities, resources),
  ];
}

/** What a forecast without workers cannot know. */
function takenForGranted(
  capabilities: PlanForecast['capabilities'],
  resources: PlanForecast['resources'],
): readonly string[] {
  const listed = (isSetUp: boolean): string =>
    resources.flatMap((one) => (one.isSetUp === isSetUp ? [`${one.name}=${one.units}`] : [])).join(', ');
  const [known, missing] = [listed(true), listed(false)];
  const parts = [
    ...(capabilities.length > 0 ? [`every worker has ${capabilities.join(', ')}`] : []),
    ...(missing === '' ? [] : [`there is ${missing}, which NIGHTSHIFT_RESOURCES does not say here`]),
  ];
  return [
    ...(known === '' ? [] : [`as set up: ${known}`]),
    ...(parts.length > 0 ? [`taken for granted: ${parts.join('; ')}`] : []),
  ];
}

function excess(share: number): string {
  const percent = Math.round(100 * (share - 1));
  return percent === 0 ? 'no longer' : `${percent > 0 ? '+' : '−'}${Math.abs(percent)} %`;
}
