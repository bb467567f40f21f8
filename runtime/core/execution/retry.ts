import type { RetryPolicy, TaskState } from './execution';

/**
 * Milliseconds to wait before the next try: the policy's first delay, multiplied for each try before,
 * capped, and spread by `jitter` over its upper half so that many retries do not come at once.
 *
 * @param triesBefore - Attempts that failed, this one included: 1 gives the first delay.
 * @param jitter - Drawn by the caller in [0, 1).
 *
 * Source: R-13.
 */
export function backoffMs(policy: RetryPolicy, triesBefore: number, jitter: number): number {
  const full = Math.min(policy.firstDelayMs * policy.backoffMultiplier ** (triesBefore - 1), policy.maxDelayMs);
  return Math.round(full * (0.5 + jitter / 2));
}

/** True when a task is given up, or a person asked, unless the attempt that begins next succeeds; false where there is only one try. */
export const isLastTry = ({ maxAttempts }: RetryPolicy, { tries }: Pick<TaskState, 'tries'>): boolean =>
  maxAttempts > 1 && tries + 1 >= maxAttempts;

/** True when none of a task's tries is left. */
export const isSpent = ({ maxAttempts }: RetryPolicy, { tries }: Pick<TaskState, 'tries'>): boolean =>
  tries >= maxAttempts;
