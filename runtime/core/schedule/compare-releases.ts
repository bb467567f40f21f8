import { taskMinutes } from '../plan/estimate';
import type { ExecutionPlan } from '../plan/plan';
import { Dispatcher } from './dispatcher';
import { Effort } from './effort';
import { topologicalOrder, waveNumbers } from './levels';
import { lowerBound } from './lower-bound';
import { planResources, setUpOrNeeded } from './plan-resources';
import { TaskGraph } from './task-graph';
import { urgencyKeys } from './urgency';
import { runOut } from './virtual-clock';
import type { Workload } from './workload';

/** What a plan is expected to take, before it runs, in minutes. */
export interface ReleaseComparison {
  /** Tasks that run at once, at most. */
  readonly slots: number;
  /** Each task starts when its own dependencies are over. */
  readonly rolling: number;
  /** Each wave starts when the one before it is over. */
  readonly barrier: number;
  /** No schedule can be shorter. */
  readonly lowerBound: number;
}

/** Tasks at a time that a plan is shown with: what is allowed unless configured. */
export const SHOWN_SLOTS = 4;
/** Steps that both may take together: a preview must not take long. About a fifth of a second. */
const MOST_STEPS = 10_000_000;

/**
 * What a plan takes rolling, and in strict waves, if estimates hold: both run through the dispatcher on a virtual clock.
 * Tasks that are done or left out take no time. Undefined where that would take too long to work out.
 *
 * @param limits - What there is of shared resources; of those that are not named, as much as the task that takes most needs.
 * Source: R-5.
 */
export function compareReleases(
  plan: ExecutionPlan,
  { slots = SHOWN_SLOTS, limits }: { readonly slots?: number; readonly limits?: ReadonlyMap<string, number> } = {},
): ReleaseComparison | undefined {
  const graph = new TaskGraph(plan);
  const minutes = Float64Array.from(plan.tasks, (task) =>
    task.status === 'completed' || task.status === 'skipped' ? 0 : taskMinutes(task),
  );
  const resources = planResources(plan);
  const workload: Workload = {
    size: graph.size,
    dependents: graph.dependentRows,
    estimates: minutes,
    durations: minutes,
    workers: [{ slots, capabilities: [], speed: 1 }],
    files: plan.tasks.map(({ files }) => files),
    ...(resources ? { resources: { ...resources, capacities: setUpOrNeeded(resources, limits) } } : {}),
  };
  const keys = urgencyKeys(workload);
  const effort = new Effort(MOST_STEPS);
  const witness = { start: () => undefined, end: () => undefined, decide: () => !effort.isSpent };
  const makespanOf = (waves?: Int32Array) =>
    runOut(workload, new Dispatcher(workload, { keys, effort, ...(waves ? { waves } : {}) }), witness).makespan;
  const rolling = makespanOf();
  const barrier = makespanOf(waveNumbers(workload.dependents, topologicalOrder(workload.dependents)));
  if (!Number.isFinite(rolling) || !Number.isFinite(barrier)) return undefined;
  return { slots, rolling, barrier, lowerBound: lowerBound(workload) };
}
