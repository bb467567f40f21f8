import type { Execution } from '../execution/execution';
import { type Capacity, holdsSlot, workersAtHome } from './capacity';
import type { PlanShape } from './plan-shape';
import type { Workload } from './workload';

/** What one task of another execution holds, as far as capacity tells. */
export interface HeldElsewhere {
  /** Its worker, in the order of those that the execution can use; −1 where only what it takes of resources is known. */
  readonly worker: number;
  /** Resource of the plan, and units of it. */
  readonly takes?: { readonly resource: number; readonly amount: number };
}

/** What other executions hold of slots and resources that this one needs: all that is not free and not its own. */
export function heldElsewhere(
  { options, tasks }: Execution,
  { resources }: PlanShape,
  capacity: Capacity | undefined,
): readonly HeldElsewhere[] {
  if (!capacity) return [];
  const held: HeldElsewhere[] = [];
  for (const [worker, { id, slots, freeSlots }] of workersAtHome(capacity, options).entries()) {
    const own = tasks.reduce(
      (sum, state) => sum + (state.worker === id && holdsSlot(state) ? (state.slots ?? 1) : 0),
      0,
    );
    for (let slot = freeSlots + own; slot < slots; slot++) held.push({ worker });
  }
  for (const [resource, name] of (resources?.names ?? []).entries()) {
    const { limit = 0, free = 0 } = capacity.resources?.get(name) ?? {};
    const amount = limit - free - ownUnits(tasks, resources!, resource);
    if (amount > 0) held.push({ worker: -1, takes: { resource, amount } });
  }
  return held;
}

/** The workload with what others hold as tasks at its end, which each take as long as given. */
export function withHeld(workload: Workload, held: readonly HeldElsewhere[], minutes: number): Workload {
  if (held.length === 0) return workload;
  const size = workload.size + held.length;
  const { dependents, resources, needs } = workload;
  const estimates = Float64Array.from({ length: size }, (_, no) => workload.estimates[no] ?? minutes);
  return {
    ...workload,
    size,
    estimates,
    durations: estimates,
    dependents: { ...dependents, starts: longer(dependents.starts, size + 1) },
    ...(needs ? { needs: [...needs, ...held.map(() => [])] } : {}),
    ...(resources ? { resources: withTaken(resources, held, size) } : {}),
  };
}

function withTaken(
  { capacities, demands, amounts }: NonNullable<Workload['resources']>,
  held: readonly HeldElsewhere[],
  size: number,
): NonNullable<Workload['resources']> {
  const starts = longer(demands.starts, size + 1);
  const nos = [...demands.nos];
  const units = [...amounts];
  for (const [at, { takes }] of held.entries()) {
    if (takes) {
      nos.push(takes.resource);
      units.push(takes.amount);
    }
    starts[size - held.length + at + 1] = nos.length;
  }
  return { capacities, demands: { starts, nos: Int32Array.from(nos) }, amounts: Float64Array.from(units) };
}

/** Rows that are added are empty. */
function longer(starts: Int32Array, length: number): Int32Array {
  const rows = new Int32Array(length).fill(starts.at(-1)!);
  rows.set(starts);
  return rows;
}

function ownUnits(
  tasks: Execution['tasks'],
  { demands, amounts }: NonNullable<PlanShape['resources']>,
  resource: number,
): number {
  let units = 0;
  for (const [no, state] of tasks.entries()) {
    if (!holdsSlot(state)) continue;
    for (let at = demands.starts[no]!; at < demands.starts[no + 1]!; at++)
      if (demands.nos[at] === resource) units += amounts[at]!;
  }
  return units;
}
