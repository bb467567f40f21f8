import { Dispatcher } from './dispatcher';
import { EstimateErrors, estimateVariance, temperedEstimates } from './estimate-errors';
import { Yielding } from './file-yields';
import { topologicalOrder, waveNumbers } from './levels';
import { lowerBound } from './lower-bound';
import { type PlannedAhead, planAhead } from './plan-ahead';
import { MOST_ERROR, PlanFollower } from './plan-follower';
import { Random } from './random';
import { urgencyKeys } from './urgency';
import { runOut, type Witness } from './virtual-clock';
import type { Schedule, SimulationOptions, Workload } from './workload';

/** Tasks that are over before what they tell is used, and by which factor more until it is used again. */
const FIRST_REVIEW = 3;
const REVIEW_FACTOR = 1.4;

/**
 * Runs a workload on a virtual clock, every decision taken by the dispatcher that plans run with.
 *
 * @throws RangeError where a time is none.
 */
export function simulate(workload: Workload, options: SimulationOptions): Schedule {
  for (const times of [workload.estimates, workload.durations]) {
    const no = times.findIndex((time) => !(time >= 0 && time < Number.POSITIVE_INFINITY));
    if (no >= 0) throw new RangeError(`Task ${no} takes ${times[no]}; a time is 0 or more, and ends`);
  }
  const believed = options.noise > 0 ? { ...workload, estimates: noisy(workload, options) } : workload;
  return { ...runAs(believed, options), lowerBound: lowerBound(workload) };
}

function runAs(workload: Workload, { mode, seed, planningSteps }: SimulationOptions): Omit<Schedule, 'lowerBound'> {
  if (mode === 'fifo') return runOut(workload, new Dispatcher(workload, { keys: 'fifo' }));
  const keys = urgencyKeys(workload);
  if (mode === 'waves') {
    const waves = waveNumbers(workload.dependents, topologicalOrder(workload.dependents));
    return runOut(workload, new Dispatcher(workload, { keys, waves }));
  }
  const steps = planningSteps === undefined ? {} : { steps: planningSteps };
  return runOut(
    workload,
    ...adaptive(workload, keys, mode === 'planned' ? planAhead(workload, { seed, ...steps }) : undefined),
  );
}

/** A dispatcher that learns from what ends: how far estimates may be trusted, and when a plan is to be left. */
function adaptive(workload: Workload, keys: Float64Array, plan: PlannedAhead | undefined): [Dispatcher, Witness] {
  const errors = new EstimateErrors();
  const told = estimateVariance(workload.estimates);
  const begun = new Float64Array(workload.size);
  const speeds = new Float64Array(workload.size);
  let follower = plan?.project && new PlanFollower(plan.project, plan, errors);
  let due = FIRST_REVIEW;
  const yielding = plan?.yields?.size ? new Yielding(plan.yields) : undefined;
  const dispatcher = new Dispatcher(workload, {
    keys: follower?.keys ?? plan?.keys ?? keys,
    isHeld: (no, now) => follower?.isHeld(no, now) ?? false,
    ...(yielding && {
      yieldsTo: (no, now) => (errors.variance > MOST_ERROR ? undefined : yielding.of(no, now)),
      hasStarted: (no) => yielding.started(no),
    }),
  });
  return [
    dispatcher,
    {
      start: (no, now, worker) => {
        begun[no] = now;
        speeds[no] = workload.workers[worker]!.speed;
        follower?.start(no, now);
      },
      end: (no, now) => {
        errors.add((now - begun[no]!) * speeds[no]!, workload.estimates[no]!);
        follower?.end(no, now);
      },
      decide: (now) => {
        const leaves = follower && !follower.isWorthIt;
        if (leaves) follower = undefined;
        follower?.goTo(now);
        if (!leaves && (follower || errors.size < due)) return;
        due = errors.size * REVIEW_FACTOR;
        const estimates = temperedEstimates(workload.estimates, told, errors.variance);
        if (leaves || estimates !== workload.estimates) dispatcher.rerank(urgencyKeys({ ...workload, estimates }));
      },
    },
  ];
}

function noisy({ estimates }: Workload, { seed, noise }: SimulationOptions): Float64Array {
  const random = new Random(seed);
  return estimates.map((estimate) => estimate * Math.exp(noise * random.normal()));
}
