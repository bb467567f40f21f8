import type { Draft } from '../execution/draft';
import type { Execution } from '../execution/execution';
import { indexOf } from '../execution/index-of';
import type { WorkerId } from '../ids';
import type { WorkerCapacity } from './capacity';
import { Effort } from './effort';
import { estimateVariance, temperedEstimates } from './estimate-errors';
import { learnEstimates } from './learnt-estimates';
import { runWithin } from './order-search';
import { PLANNING_STEPS, planAhead } from './plan-ahead';
import type { Order } from './plan-memory';
import type { PlanShape } from './plan-shape';
import { urgencyKeys } from './urgency';
import { type WhatIsLeft, whatIsLeft } from './what-is-left';
import type { Workload } from './workload';

/** Plans with more tasks are decided as things come: a planning pass of a few milliseconds finds little there. */
const MOST_PLANNED = 1_000;
/** Variance of ln(real ÷ estimated time) above which a planning pass does not pay. Measured. */
const MOST_PLANNED_ERROR = 0.2 ** 2;

/** The order in which tasks go, on what is known by now of how long they take. */
export function liveOrder(
  draft: Draft,
  shape: PlanShape,
  places: Omit<Workload, 'estimates' | 'durations'>,
  workers: readonly WorkerCapacity[],
): Order {
  const { execution } = draft;
  const { maxParallel } = execution.options;
  const over = indexOf(draft, shape).count('completed');
  const speeds = places.workers.map(({ speed, slots }) => `${speed}×${slots}`).join(' ');
  return shape.memory.orderFor(over, `${maxParallel} ${speeds}`, () => {
    const { minutes, errors, earlier } = learnEstimates(execution, shape, {
      speedOf: speedsOf(workers),
      nowMs: draft.nowMs,
    });
    const error = varianceOf([...errors, ...earlier]);
    const estimates = temperedEstimates(minutes, estimateVariance(minutes), error);
    const believed = { ...places, estimates, durations: estimates, limit: maxParallel };
    const planned =
      error <= MOST_PLANNED_ERROR
        ? plannedKeys(execution, believed, whatIsLeft(execution, shape, { workers, nowMs: draft.nowMs }))
        : undefined;
    return { keys: planned ?? urgencyKeys(believed), minutes };
  });
}

/** How fast each worker is; 1 for one that is gone. */
export function speedsOf(workers: readonly WorkerCapacity[]): (worker: WorkerId) => number {
  return (worker) => workers.find(({ id }) => id === worker)?.speed ?? 1;
}

/**
 * The order of a schedule of what is left, made beforehand, where it pays: the plan itself says how long tasks take, and running in
 * that order is shorter than running by urgency.
 */
function plannedKeys({ plan, options }: Execution, workload: Workload, left: WhatIsLeft): Float64Array | undefined {
  const { members } = left;
  if (members.length > MOST_PLANNED || options.release === 'barrier' || workload.workers.length === 0) return undefined;
  if (plan.tasks.some(({ estimateMinutes }) => estimateMinutes === undefined)) return undefined;
  const { begun } = left;
  const rest = left.of(workload);
  // All of it is bounded together: the plain order is run first, and what a second run takes is kept from the search.
  const effort = new Effort(PLANNING_STEPS / 3);
  const plain = runWithin(rest, urgencyKeys(rest), effort, begun).makespan;
  if (effort.isSpent) return undefined;
  const steps = PLANNING_STEPS - 2 * effort.spent;
  const ahead = planAhead(rest, { seed: PLANNING_SEED, steps, begun, isInOrder: true });
  if (!ahead || runWithin(rest, ahead.keys, new Effort(2 * effort.spent), begun).makespan >= plain) return undefined;
  const keys = new Float64Array(workload.size);
  for (const [at, no] of members.entries()) keys[no] = ahead.keys[at]!;
  return keys;
}

const PLANNING_SEED = 1;

function varianceOf(errors: readonly number[]): number {
  return estimateVariance(errors.map(Math.exp));
}
