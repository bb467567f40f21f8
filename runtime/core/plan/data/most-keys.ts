import type { PlanLimits } from '../plan';

/** Keys that a task may have on average: a rich one, with its criteria and parts, as a printed plan writes it. */
const KEYS_PER_TASK = 32;

/** Keys of all maps of a plan together: as many as the tasks that it may have need. One map has fewer: `limits.keys`. */
export function mostKeysInAll({ keys, tasks }: Pick<PlanLimits, 'keys' | 'tasks'>): number {
  return Math.max(keys, KEYS_PER_TASK * tasks);
}
