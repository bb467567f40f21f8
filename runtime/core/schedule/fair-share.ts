import type { ExecutionId } from '../ids';
import type { Priority } from '../plan/plan';

/** An execution that has a ready task and found no slot for it. */
export interface SlotWait {
  readonly executionId: ExecutionId;
  /** Of the capacity rows that it waits for: `global`, `worker:<id>`, `resource:<name>`, and what it waits for of them. Not empty. */
  readonly keys: readonly string[];
  readonly priority: Priority;
  /** Of its newest assignment, or of its submission; ISO 8601. */
  readonly assignedAt: string;
}

/** The side of the execution that asks. */
export interface SlotClaim {
  readonly key: string;
  /** Slots that there are, and those of them that it holds. */
  readonly limit: number;
  readonly held: number;
  readonly priority: Priority;
  readonly assignedAt: string;
}

const WEIGHT: Readonly<Record<Priority, number>> = { low: 1, normal: 2, high: 4 };

/**
 * Slots of one capacity row that an execution may take although others wait for them: what is missing to its share by
 * priority, else one when none of the others has been waiting longer. So a plan with many tasks keeps nobody out, also
 * where there is one slot only. Without others: all.
 *
 * @param others - Those that wait, without the one that asks.
 * Source; design "An execution keeps a slot it freed only if no other waits for it".
 */
export function fairSlots(claim: SlotClaim, others: readonly SlotWait[]): number {
  const rivals = others.filter(({ keys }) => keys.includes(claim.key));
  if (rivals.length === 0) return Number.POSITIVE_INFINITY;
  const own = WEIGHT[claim.priority];
  const all = rivals.reduce((sum, { priority }) => sum + WEIGHT[priority], own);
  const missing = Math.floor((claim.limit * own) / all) - claim.held;
  if (missing > 0) return missing;
  return isTurnOf(claim, rivals) ? 1 : 0;
}

/** True when none of the others has been waiting longer. */
export const isTurnOf = (claim: Pick<SlotClaim, 'assignedAt'>, rivals: readonly SlotWait[]): boolean =>
  rivals.every(({ assignedAt }) => claim.assignedAt <= assignedAt);
