import type { ExecutionPlan } from '../plan/plan';
import { type FlatRows, flatRows } from './flat-rows';

/** The shared resources that tasks of a plan take while they run. */
export interface PlanResources {
  readonly names: readonly string[];
  /** Resources that each task takes, as places in `names`, one row a task. */
  readonly demands: FlatRows;
  /** Units, beside `demands.nos`. */
  readonly amounts: Float64Array;
  /** As much of each as the task that takes most of it: with less, that task would never be placed. */
  readonly most: Float64Array;
}

/** Undefined where no task takes any. */
export function planResources({ tasks }: ExecutionPlan): PlanResources | undefined {
  const noOf = new Map<string, number>();
  for (const { resources } of tasks) for (const name in resources) if (!noOf.has(name)) noOf.set(name, noOf.size);
  if (noOf.size === 0) return undefined;
  const own = tasks.map(({ resources = {} }) => Object.entries(resources));
  const most = new Float64Array(noOf.size);
  for (const [name, amount] of own.flat()) most[noOf.get(name)!] = Math.max(most[noOf.get(name)!]!, amount);
  return {
    names: [...noOf.keys()],
    demands: flatRows(own.map((entries) => entries.map(([name]) => noOf.get(name)!))),
    amounts: Float64Array.from(own.flat(), ([, amount]) => amount),
    most,
  };
}

/** How much there is taken to be of each resource: what is set up, and at least what each task needs. */
export function setUpOrNeeded(
  { names, most }: PlanResources,
  limits: ReadonlyMap<string, number> = new Map(),
): Float64Array {
  return most.map((needed, no) => Math.max(needed, limits.get(names[no]!) ?? 0));
}
