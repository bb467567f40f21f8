import type { ExecutionId } from '../ids';
import type { Priority } from '../plan/plan';

/** What ready tasks of an execution that ask for the same do not find. */
export interface SlotNeed {
  /**
   * Of the capacity rows of which there is too little: `global`, `worker:<id>`, `resource:<name>`. `whole:<key>` besides where it takes
   * all of a worker, and `save:<units>:<key>` for all that it needs of resources, where that is not one unit of one. Not empty.
   */
  readonly keys: readonly string[];
  /** Since when the execution has been waiting for that: since a task could start, or it was last given as much. ISO 8601. */
  readonly since: string;
}

/** An execution that has ready tasks and found too little for them; without needs: it waits for nothing any more. */
export interface SlotWait {
  readonly executionId: ExecutionId;
  readonly priority: Priority;
  readonly needs: readonly SlotNeed[];
}

/** The side of the execution that asks. */
export interface SlotClaim {
  readonly key: string;
  /** Slots that there are, and those of them that it holds. */
  readonly limit: number;
  readonly held: number;
  readonly priority: Priority;
  /** Since when it has been waiting for one; ISO 8601. */
  readonly since: string;
}

const WEIGHT: Readonly<Record<Priority, number>> = { low: 1, normal: 2, high: 4 };

/**
 * Slots of one capacity row that an execution may take although others wait for them: what is missing to its share by
 * priority, else one when none of the others has been waiting longer for them. So a plan with many tasks keeps nobody out, also
 * where there is one slot only. Without others: all.
 *
 * @param others - Those that wait, without the one that asks.
 * Source; design "An execution keeps a slot it freed only if no other waits for it".
 */
export function fairSlots(claim: SlotClaim, others: readonly SlotWait[]): number {
  const rivals = others.filter(({ needs }) => needs.some(({ keys }) => keys.includes(claim.key)));
  if (rivals.length === 0) return Number.POSITIVE_INFINITY;
  const own = WEIGHT[claim.priority];
  const all = rivals.reduce((sum, { priority }) => sum + WEIGHT[priority], own);
  const missing = Math.floor((claim.limit * own) / all) - claim.held;
  if (missing > 0) return missing;
  return isTurnOf(claim, rivals) ? 1 : 0;
}

/** True when none of the others has been waiting longer. */
export const isTurnOf = ({ key, since }: Pick<SlotClaim, 'key' | 'since'>, others: readonly SlotWait[]): boolean =>
  others.every(({ needs }) => needs.every((need) => !need.keys.includes(key) || since <= need.since));
