import { lowerBound } from './lower-bound';
import { type LaidOut, PlanningSearch } from './planning-search';
import { type Project, projectOf } from './project';
import { Random } from './random';
import { urgencyKeys } from './urgency';
import type { Workload } from './workload';

/** Steps of a planning pass unless said otherwise: less than 10 ms on a common machine, whatever the plan. */
export const PLANNING_STEPS = 400_000;

/** A schedule made beforehand from estimated times. */
export interface PlannedAhead extends LaidOut {
  readonly project: Project;
}

/**
 * The best schedule on estimated times that a number of steps finds; the same seed gives the same.
 * Undefined where a schedule cannot be made beforehand: workers differ, or files are declared.
 */
export function planAhead(
  workload: Workload,
  { seed, steps = PLANNING_STEPS }: { readonly seed: number; readonly steps?: number },
): PlannedAhead | undefined {
  const project = projectOf(workload);
  if (!project || workload.size === 0) return undefined;
  const bound = lowerBound({ ...workload, durations: workload.estimates });
  const search = new PlanningSearch(project, new Random(seed), bound);
  return { project, ...search.search(urgencyKeys(workload), steps) };
}
