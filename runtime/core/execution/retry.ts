import type { RetryPolicy } from './execution';

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
