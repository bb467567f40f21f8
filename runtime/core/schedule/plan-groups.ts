import { type Demand, demandsOf, groupKey } from './task-groups';
import type { Workload } from './workload';

/** What tasks of a plan ask for, each once, in the order in which the plan asks first. */
export interface PlanGroups {
  readonly groups: readonly AskedFor[];
  /** The place in `groups`, by task. */
  readonly groupOf: Int32Array;
}

export interface AskedFor {
  readonly needs: readonly string[];
  readonly demands: readonly Demand[];
}

/** The groups of a workload's tasks, as the dispatcher groups them. Cost: linear. */
export function planGroups({ size, needs, resources }: Pick<Workload, 'size' | 'needs' | 'resources'>): PlanGroups {
  const groupOf = new Int32Array(size);
  const groups: AskedFor[] = [];
  const placeOf = new Map<string, number>();
  for (let no = 0; no < size; no++) {
    const group = { needs: needs?.[no] ?? [], demands: resources ? demandsOf(resources, no) : [] };
    const key = groupKey(group.needs, group.demands, false);
    let place = placeOf.get(key);
    if (place === undefined) {
      place = groups.push(group) - 1;
      placeOf.set(key, place);
    }
    groupOf[no] = place;
  }
  return { groups, groupOf };
}
