import type { Draft } from '../execution/draft';
import type { Execution } from '../execution/execution';
import { indexOf } from '../execution/index-of';
import type { WorkerId } from '../ids';
import type { WorkerCapacity } from './capacity';
import { Effort } from './effort';
import { estimateVariance, temperedEstimates } from './estimate-errors';
import { NO_YIELDS } from './file-yields';
import { learnEstimates } from './learnt-estimates';
import { runWithin } from './order-search';
import { type KnownOrder, PLANNING_STEPS, planAhead } from './plan-ahead';
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
  const { tasks, options } = execution;
  const { maxParallel } = options;
  const index = indexOf(draft, shape);
  const over = index.count('completed');
  const speeds = places.workers.map(({ speed, slots }) => `${speed}×${slots}`).join(' ');
  return shape.memory.orderFor({ over, size: shape.graph.size, places: `${maxParallel} ${speeds}` }, (before) => {
    const { minutes, errors, earlier } = learnEstimates(execution, shape, {
      speedOf: speedsOf(workers),
      nowMs: draft.nowMs,
    });
    const error = varianceOf([...errors, ...earlier]);
    const estimates = temperedEstimates(minutes, estimateVariance(minutes), error);
    const believed = { ...places, estimates, durations: estimates, limit: maxParallel };
    const keys = urgencyKeys(believed);
    const isPlanned =
      error <= MOST_PLANNED_ERROR &&
      tasks.length - index.settled <= MOST_PLANNED &&
      isWorthPlanning(execution, believed);
    if (!isPlanned) return { keys, minutes };
    const left = whatIsLeft(execution, shape, { workers, nowMs: draft.nowMs });
    const planned = plannedOrder({ workload: believed, left, urgency: keys, before }, draft.nowMs / 60_000);
    return { keys, minutes, ...planned };
  });
}

/** How fast each worker is; 1 for one that is gone. */
export function speedsOf(workers: readonly WorkerCapacity[]): (worker: WorkerId) => number {
  return (worker) => workers.find(({ id }) => id === worker)?.speed ?? 1;
}

/** The plan itself says how long tasks take, and has no waves to wait for. */
function isWorthPlanning({ plan, options }: Execution, { workers }: Workload): boolean {
  if (options.release === 'barrier' || workers.length === 0) return false;
  return plan.tasks.every(({ estimateMinutes }) => estimateMinutes !== undefined);
}

/** What is ordered anew. */
interface ToOrder {
  readonly workload: Workload;
  readonly left: WhatIsLeft;
  readonly urgency: Float64Array;
  /** The order until now. */
  readonly before: Order | undefined;
}

/** The order until now of what is left, in its numbers. */
function orderOfPart({ keys, yields = NO_YIELDS }: Order, members: readonly number[]): KnownOrder {
  const placeOf = new Map(members.map((no, at) => [no, at]));
  const pairs = [...yields].flatMap(([no, { to }]) => {
    const [at, first] = [placeOf.get(no), placeOf.get(to)];
    return at === undefined || first === undefined ? [] : [[at, first] as const];
  });
  return { keys: Float64Array.from(members, (no) => keys[no]!), pairs: new Map(pairs) };
}

/**
 * The order of a schedule of what is left, made beforehand, and who leaves files to whom in it, where running by that is shorter than
 * running by urgency.
 */
function plannedOrder(
  { workload, left, urgency, before }: ToOrder,
  now: number,
): Pick<Order, 'keys' | 'yields'> | undefined {
  const { begun, members } = left;
  const rest = left.of(workload);
  // All of it is bounded together: the plain order is run first, and what a second run takes is kept from the search.
  const effort = new Effort(PLANNING_STEPS / 3);
  const plainKeys = Float64Array.from(members, (no) => urgency[no]!);
  const plain = runWithin(rest, { keys: plainKeys, effort, begun }).makespan;
  if (effort.isSpent) return undefined;
  const steps = PLANNING_STEPS - 2 * effort.spent;
  const known = before && orderOfPart(before, members);
  const ahead = planAhead(rest, { seed: PLANNING_SEED, steps, begun, isInOrder: true, ...(known ? { known } : {}) });
  if (!ahead) return undefined;
  const { keys, yields = NO_YIELDS } = ahead;
  const second = new Effort(2 * effort.spent);
  if (runWithin(rest, { keys, effort: second, begun, yields }).makespan >= plain) return undefined;
  return {
    keys: keysOfAll(keys, members, urgency),
    yields: new Map([...yields].map(([no, { to, until }]) => [members[no]!, { to: members[to]!, until: now + until }])),
  };
}

/**
 * The keys of a part of the tasks, and for each of the others, which may come back from being judged or merged, that of the first
 * in the part that is less urgent than it.
 */
export function keysOfAll(ofPart: Float64Array, members: readonly number[], urgency: Float64Array): Float64Array {
  const placeOf = new Map(members.map((no, at) => [no, at]));
  const leastUrgentFirst = [...urgency.keys()].sort((a, b) => urgency[b]! - urgency[a]! || b - a);
  const keys = new Float64Array(urgency.length);
  let first = ofPart.reduce((last, key) => Math.max(last, key), 0);
  for (const no of leastUrgentFirst) {
    const at = placeOf.get(no);
    if (at !== undefined) first = Math.min(first, ofPart[at]!);
    keys[no] = at === undefined ? first : ofPart[at]!;
  }
  return keys;
}

const PLANNING_SEED = 1;

function varianceOf(errors: readonly number[]): number {
  return estimateVariance(errors.map(Math.exp));
}
