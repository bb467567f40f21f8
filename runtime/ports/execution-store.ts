import type { ExecutionEvent } from '../core/execution/event';
import type { EndedAttempt, Execution, ExecutionOptions, TaskState } from '../core/execution/execution';
import type { SubmittedInput } from '../core/execution/submitted-input';
import type { ExecutionId, ProjectId, WorkerId } from '../core/ids';
import type { OutboxMessage } from '../core/notify/outbox-message';
import type { ExecutionPlan } from '../core/plan/plan';

/**
 * The truth about executions: their events, and the state that is the fold of the events.
 * There is one way to write: a transition against the sequence number and epoch that the writer has seen.
 */
export interface ExecutionStore {
  /**
   * Creates plan, execution and its first loop in one commit. Same key and same digest: the first receipt again, `isNew` false.
   * @throws {RequestError} `HANDOFF_KEY_REUSED` when the key came with another digest; nothing changes.
   */
  submit(submission: Submission): Promise<Receipt>;
  /**
   * The receipt of the hand-off that was committed under this key, `isNew` false; undefined when there is none.
   * @throws {RequestError} `HANDOFF_KEY_REUSED` when the key came with another digest.
   */
  findReceipt(idempotencyKey: string, digest: string): Promise<Receipt | undefined>;
  /** The folded state now, or undefined when there is none. */
  load(id: ExecutionId): Promise<Execution | undefined>;
  /** The same for a process's memory: of completed tasks whose results are long, without these, and marked so. */
  loadLight(id: ExecutionId): Promise<Execution | undefined>;
  /** Where an execution that left this store is, or undefined when it never was here or still is. */
  archived(id: ExecutionId): Promise<ArchivedExecution | undefined>;
  /** Events with a higher sequence number than `seq`, in order; empty when there are none. `limit` 10,000 unless given. */
  eventsAfter(id: ExecutionId, seq: number, limit?: number): Promise<readonly ExecutionEvent[]>;
  /** All events of one task, in order. Reads past those of the others: for a person who looks at the task, not for each task. */
  eventsOfTask(id: ExecutionId, task: number): Promise<readonly ExecutionEvent[]>;
  /** Commits all transitions together, or none: then it names those whose guard did not hold. */
  commit(transitions: readonly Transition[]): Promise<CommitResult>;
  /**
   * Takes the execution's lock, hands the fresh state to `decide`, and commits what it answers in the same transaction.
   * For a writer that lost twice. `decide` must not call the store.
   */
  commitLocked(
    id: ExecutionId,
    decide: (execution: Execution, now: Date) => Transition | undefined,
  ): Promise<Execution>;
  /** Executions, newest first. @throws {RequestError} `QUERY_INVALID` when `after` names none. */
  list(filter: ExecutionFilter): Promise<readonly ExecutionSummary[]>;
  /** Ids of executions that are not over. */
  open(): Promise<readonly ExecutionId[]>;
  /** The database's clock. */
  now(): Promise<Date>;
}

/** A finished execution that retention wrote into an archive and removed. */
export interface ArchivedExecution {
  readonly status: Execution['status'];
  readonly endedAt: string;
  readonly archivedAt: string;
  /** Host and path of the archive. */
  readonly host: string;
  readonly path: string;
}

export interface Submission {
  readonly executionId: ExecutionId;
  readonly plan: ExecutionPlan;
  readonly options: ExecutionOptions;
  /** Both as they are to be stored. */
  readonly input: SubmittedInput;
  readonly idempotencyKey: string;
  /** SHA-256 in hex of what was handed over. */
  readonly digest: string;
  readonly actor: string;
  /** First events and the state after them; built by the app against sequence number 0. */
  readonly events: readonly ExecutionEvent[];
  readonly after: Execution;
  readonly outbox: readonly OutboxMessage[];
  /** The n8n execution that submits, when one does: bound as generation 1 at once. */
  readonly loop: LoopOrigin;
}

/** Who drives: an n8n execution already there, one to be started by a wake, anybody's workflow around one node, or nobody (direct). */
export type LoopOrigin =
  | { readonly type: 'bound'; readonly workflowId: string; readonly n8nExecutionId: string }
  | { readonly type: 'to-start' }
  | { readonly type: 'inline'; readonly workflowId: string; readonly n8nExecutionId: string }
  | { readonly type: 'none' };

export interface Receipt {
  readonly executionId: ExecutionId;
  readonly planId: string;
  readonly sha256: string;
  readonly receipt: string;
  readonly isNew: boolean;
}

/** A decided change of one execution: what was seen, what happened, and what is then. */
export interface Transition {
  readonly before: Execution;
  readonly after: Execution;
  /** Numbered `before.lastSeq + 1 …`, hashes chained. Never empty. */
  readonly events: readonly ExecutionEvent[];
  readonly outbox: readonly OutboxMessage[];
  /** Changes of capacity, positive takes. A take beyond the limit refuses the transition. */
  readonly capacity: readonly CapacityDelta[];
  readonly leases: readonly LeaseChange[];
  /** For each event of a task, the task right after it, and canonical JSON that is known already: saves a store the work. */
  readonly states?: readonly (TaskState | undefined)[];
  readonly known?: ReadonlyMap<unknown, string>;
  /** True when the loop has something to do after it: an open wait is marked due in the same commit. */
  readonly isLoopDue: boolean;
}

export interface CapacityDelta {
  /** `global`, `worker:<id>` … */
  readonly key: string;
  readonly delta: number;
}

export type LeaseChange =
  | {
      readonly type: 'take';
      readonly task: number;
      readonly token: number;
      readonly worker: WorkerId;
      readonly ms: number;
    }
  | { readonly type: 'drop'; readonly task: number; readonly token: number };

export type CommitResult =
  | { readonly type: 'committed' }
  /** `capacity`: a slot was taken by somebody else; `guard`: the execution went on without us. */
  | { readonly type: 'refused'; readonly losers: readonly ExecutionId[]; readonly why: 'guard' | 'capacity' };

export interface ExecutionFilter {
  readonly conversationId?: string;
  readonly status?: readonly string[];
  readonly projectId?: ProjectId;
  /** Handed over at this time or later, and before that one. ISO 8601. */
  readonly since?: string;
  readonly until?: string;
  /** Over, and since this time or later. */
  readonly endedSince?: string;
  /** A part of the title, in any case. */
  readonly title?: string;
  /** Those that come behind this one. */
  readonly after?: string;
  readonly limit: number;
}

export interface ExecutionSummary {
  readonly id: ExecutionId;
  readonly planId: string;
  readonly title: string;
  readonly conversationId: string;
  readonly projectId?: ProjectId;
  readonly status: Execution['status'];
  readonly reason?: string;
  readonly totalTasks: number;
  readonly completedTasks: number;
  readonly failedTasks: number;
  readonly costUsd: number;
  readonly submittedAt: string;
  readonly endedAt?: string;
  /** Where it is kept, once it has left the store. */
  readonly archive?: string;
}

/** All attempts of an execution, or those of some of its tasks, in order of their start; for reports, prompts and learning. */
export interface AttemptReader {
  attemptsOf(id: ExecutionId, tasks?: readonly number[]): Promise<readonly AttemptRow[]>;
}

export interface AttemptRow {
  readonly task: number;
  readonly token: number;
  readonly kind: 'attempt' | 'merge';
  readonly worker: WorkerId;
  readonly assignedAt: string;
  readonly startedAt?: string;
  readonly endedAt?: string;
  /** `done`, `failed`, `limit-reached`, `away`, `lost`, `released`, `withdrawn`, `merged`, `conflict`; absent while it is open. */
  readonly outcome?: string;
  readonly ended?: EndedAttempt;
}
