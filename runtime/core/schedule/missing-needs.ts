import type { Execution } from '../execution/execution';
import type { WorkerCapacity } from './capacity';
import { neededCapabilities } from './choose-agent';

/** What a task needs and no worker has; all of it where none has it together. Empty where one could do it. */
export function missingNeeds(
  { plan, options }: Execution,
  workers: readonly WorkerCapacity[],
  no: number,
): readonly string[] {
  const needs = neededCapabilities(plan.tasks[no]!, options);
  if (workers.some(({ capabilities }) => needs.every((need) => capabilities.includes(need)))) return [];
  const missing = needs.filter((need) => !workers.some(({ capabilities }) => capabilities.includes(need)));
  return missing.length > 0 ? missing : [`all of ${needs.join(', ')}`];
}
