import type { ExecutionId } from '../ids';
import type { ExecutionPlan } from '../plan/plan';
import type { ExecutionOptions } from './execution';

// The rows of one execution, as they were read for a check.

/** What stands in the row of an execution and its plan. */
export interface StoredHead {
  readonly id: ExecutionId;
  readonly plan: ExecutionPlan;
  readonly options: ExecutionOptions;
  readonly digest: string;
  readonly idempotencyKey: string;
  readonly receipt: string;
  readonly submittedAt: string;
  readonly status: string;
  readonly epoch: number;
  readonly lastSeq: number;
  readonly lastHash: string;
  readonly completedTasks: number;
  readonly failedTasks: number;
  /** Canonical JSON, as stored. */
  readonly state: string;
  /** True when plan and options have the hash that was stored with them at the hand-off. */
  readonly isInputIntact: boolean;
}

export interface StoredTask {
  readonly task: number;
  readonly status: string;
  readonly token: number;
  readonly state: string;
}

export interface StoredAttempt {
  readonly task: number;
  readonly token: number;
  readonly kind: string;
  readonly worker: string;
  readonly assignedAt: string;
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly outcome?: string;
  /** Canonical JSON, as stored. */
  readonly ended?: string;
}

export interface StoredMessage {
  readonly seq: number;
  readonly topic: string;
  readonly key: string;
  /** Absent when there is no row that says how far it came. */
  readonly state?: string;
  /** Of one that is still to be sent: when it is to be tried next. */
  readonly dueAt?: string;
}

/** How an execution is driven: see `Loop`. */
export interface StoredLoop {
  readonly kind: string;
  readonly generation: number;
  readonly wait: number;
  readonly isWaitOpen: boolean;
  readonly isDue: boolean;
  /** An n8n execution is known that drives it. */
  readonly isBound: boolean;
  /** It is known where its wait is ended. */
  readonly canBeResumed: boolean;
  /** There is a one-time key with which it is started. */
  readonly canBeStarted: boolean;
  readonly seqAtStart: number;
  readonly nextWakeAt: string;
}

export interface StoredLease {
  readonly task: number;
  readonly token: number;
  readonly worker: string;
}
