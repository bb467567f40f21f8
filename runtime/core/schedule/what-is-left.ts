import type { Execution, TaskState } from '../execution/execution';
import { holdsSlot, type WorkerCapacity } from './capacity';
import type { Running } from './order-search';
import type { PlanShape } from './plan-shape';
import type { Workload } from './workload';
import { partAmong, partOfWorkload } from './workload-part';

/** What of an execution is still to do, as a workload of its own: places in `members` are its numbers. */
export interface WhatIsLeft {
  /** Numbers in the plan, ascending. */
  readonly members: readonly number[];
  /** Those of them that run, as places in `members`. */
  readonly begun: readonly Running[];
  /** The part of a workload that is left: of what runs, the rest of its estimate. */
  readonly of: (workload: Workload) => Workload;
}

/** What a task that overruns its estimate is taken to need still, as a part of the estimate. */
const OVERRUN = 0.05;

/** What is left of an execution now. What is judged or merged is as good as over; what a person is asked about before it starts is not. */
export function whatIsLeft(
  { tasks }: Execution,
  { graph }: PlanShape,
  { workers, nowMs }: { readonly workers: readonly WorkerCapacity[]; readonly nowMs: number },
): WhatIsLeft {
  const members = [...tasks.keys()].filter((no) => isLeft(tasks.at(no)!));
  const part = partAmong(graph.dependentRows, members);
  const begun = members.flatMap((no, task) => {
    const worker = holdsSlot(tasks.at(no)!) ? workers.findIndex(({ id }) => id === tasks.at(no)!.worker) : -1;
    return worker < 0 ? [] : [{ task, worker }];
  });
  return {
    members,
    begun,
    of: (workload) => {
      const rest = partOfWorkload(workload, part);
      const estimates = rest.estimates.slice();
      for (const { task, worker } of begun) {
        const { speed } = workload.workers[worker]!;
        const { startedAt } = tasks.at(members[task]!)!;
        const done = startedAt === undefined ? 0 : (Math.max(0, nowMs - Date.parse(startedAt)) / 60_000) * speed;
        estimates[task] = Math.max(estimates[task]! - done, OVERRUN * estimates[task]!);
      }
      return { ...rest, estimates, durations: estimates };
    },
  };
}

function isLeft(state: TaskState): boolean {
  if (state.status === 'waiting') return state.attempt === undefined;
  return state.status === 'pending' || holdsSlot(state);
}
