import { type Demand, demandsOf, groupKey } from './task-groups';
import type { Workload } from './workload';

/** What tasks of a plan ask for, each once, in the order in which the plan asks first. */
export interface TaskKinds {
  readonly kinds: readonly TaskKind[];
  /** The place in `kinds`, by task. */
  readonly kindOf: Int32Array;
}

export interface TaskKind {
  readonly needs: readonly string[];
  readonly demands: readonly Demand[];
}

/** The kinds of a workload's tasks, as the dispatcher groups them. Cost: linear. */
export function taskKinds({ size, needs, resources }: Pick<Workload, 'size' | 'needs' | 'resources'>): TaskKinds {
  const kindOf = new Int32Array(size);
  const kinds: TaskKind[] = [];
  const placeOf = new Map<string, number>();
  for (let no = 0; no < size; no++) {
    const kind = { needs: needs?.[no] ?? [], demands: resources ? demandsOf(resources, no) : [] };
    const key = groupKey(kind.needs, kind.demands, false);
    let place = placeOf.get(key);
    if (place === undefined) {
      place = kinds.push(kind) - 1;
      placeOf.set(key, place);
    }
    kindOf[no] = place;
  }
  return { kinds, kindOf };
}
