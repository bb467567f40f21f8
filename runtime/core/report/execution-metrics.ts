import type { TaskStatus } from '../execution/execution';

/** Upper bounds, in seconds, between which durations of attempts are counted. */
export const DURATION_BUCKETS = [1, 5, 15, 60, 300, 900, 1_800, 3_600, 7_200] as const;

/** What is measured of executions, as Prometheus asks for it. By plan those of the newest only: each is a label. */
export interface ExecutionMetrics {
  readonly tasks: readonly (OfPlan & { readonly status: TaskStatus; readonly count: number })[];
  /** Of attempts that are over. */
  readonly durations: readonly (OfPlan & {
    readonly count: number;
    readonly sumSeconds: number;
    /** How many took at most as long as each of `DURATION_BUCKETS`. */
    readonly atMost: readonly number[];
  })[];
  /** Attempts that did not end well, by how. */
  readonly errors: readonly (OfPlan & { readonly outcome: string; readonly count: number })[];
  /** Executions by state, of all time. */
  readonly executions: readonly { readonly state: string; readonly count: number }[];
  /** Slots of all workers together. */
  readonly slots: { readonly used: number; readonly limit: number };
  /** Messages that are yet to leave, and those that never will. */
  readonly outbox: { readonly waiting: number; readonly dead: number };
}

interface OfPlan {
  readonly planId: string;
  readonly conversationId: string;
}
