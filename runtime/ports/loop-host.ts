import type { HostedState } from '../core/execution/decide-loop';
import type { Wake } from './loop-store';

/** Where loops live: n8n. It may forget what it ran, answer nonsense while it starts, and be away. */
export interface LoopHost {
  /** Sends one wake. Only n8n's own JSON counts as an answer of the loop; anything else is `away`. Never throws. */
  wake(wake: Wake): Promise<WakeOutcome>;
  /**
   * How an n8n execution stands; `missing` when n8n says that it has none.
   * @throws {UnavailableError} `UNAVAILABLE_N8N` when it cannot be asked.
   */
  executionState(n8nExecutionId: string): Promise<HostedState>;
  /** True when it answers and has the loop's webhook. Never throws. */
  isReady(): Promise<boolean>;
}

/**
 * `taken`: the loop goes on. `not-yet`: it is there and has not suspended yet, or found nothing to do. `gone`: n8n has no such
 * execution, or it is over: the reconciler looks. `away`: n8n is not there.
 */
export type WakeOutcome = 'taken' | 'not-yet' | 'gone' | 'away';
