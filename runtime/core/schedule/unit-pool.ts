import { type Demand, isSameDemand, type TaskGroup } from './task-groups';
import type { WaitReason } from './wait-reason';

type Asking = Pick<TaskGroup, 'demands'>;

/** Units of renewable resources that are free, and what of them is kept for those that ask for just that. */
export class UnitPool {
  /**
   * @param free - Units by resource. They change as tasks take them and give them back.
   * @param kept - Kept from all that ask for anything else.
   */
  constructor(
    readonly free: Float64Array,
    private readonly kept: readonly Demand[] | undefined,
  ) {}

  has(group: Asking): boolean {
    for (const { resource, amount } of group.demands) if (this.freeFor(group, resource) < amount) return false;
    return true;
  }

  take({ demands }: Asking): void {
    for (const { resource, amount } of demands) this.free[resource]! -= amount;
  }

  giveBack({ demands }: Asking): void {
    for (const { resource, amount } of demands) this.free[resource]! += amount;
  }

  /** What tasks of a group find too little of. */
  shortages(group: Asking): readonly WaitReason[] {
    return group.demands.flatMap(({ resource, amount }) =>
      this.freeFor(group, resource) < amount ? [{ type: 'resource', resource, amount } as const] : [],
    );
  }

  isKeptFor({ demands }: Asking): boolean {
    return this.kept !== undefined && isSameDemand(demands, this.kept);
  }

  private freeFor(group: Asking, resource: number): number {
    const free = this.free[resource]!;
    if (this.isKeptFor(group)) return free;
    return free - (this.kept?.find((one) => one.resource === resource)?.amount ?? 0);
  }
}
