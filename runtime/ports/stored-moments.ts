import type { StoredText } from '../core/execution/check-secrets';
import type { ExecutionEvent } from '../core/execution/event';
import type {
  StoredAttempt,
  StoredHead,
  StoredLease,
  StoredLoop,
  StoredMessage,
  StoredTask,
} from '../core/execution/stored-execution';
import type { ExecutionId } from '../core/ids';
import type { KeepDays } from '../core/retention/keep-days';

/** Lets somebody look at everything that is stored as it was at one moment. For `fsck`; reads only. */
export interface StoredMoments {
  look<T>(at: (moment: StoredMoment) => Promise<T>): Promise<T>;
}

/** One moment of the store. Valid until `look` resolves; large things come in pages. */
export interface StoredMoment {
  executionIds(): Promise<readonly ExecutionId[]>;
  /** The row of an execution and its plan; undefined when there is none. */
  head(id: ExecutionId): Promise<StoredHead | undefined>;
  /** All its events, in order. */
  events(id: ExecutionId): AsyncIterable<readonly ExecutionEvent[]>;
  tasks(id: ExecutionId): AsyncIterable<readonly StoredTask[]>;
  attempts(id: ExecutionId): AsyncIterable<readonly StoredAttempt[]>;
  messages(id: ExecutionId): AsyncIterable<readonly StoredMessage[]>;
  leases(id: ExecutionId): Promise<readonly StoredLease[]>;
  loop(id: ExecutionId): Promise<StoredLoop | undefined>;
  capacity(): Promise<ReadonlyMap<string, { readonly limit: number; readonly used: number }>>;
  /** Those of `digests` under which nothing is stored. */
  missingArtifacts(digests: readonly string[]): Promise<readonly string[]>;
  /** Digests of artifacts whose bytes have another one. */
  damagedArtifacts(): Promise<readonly string[]>;
  /** Executions that share an idempotency key or a plan, in words (I2). */
  doubles(): Promise<readonly string[]>;
  /** Patterns that say the same under several ids, in words (I27). */
  patternDoubles(): Promise<readonly string[]>;
  /** What should have been removed long ago, a kind each, in words (I28). */
  overdue(keep: KeepDays): Promise<readonly string[]>;
  /** What the application may do to the store though it must not, in words. */
  excessRights(): Promise<readonly string[]>;
  /** All other texts that are kept: messages, outputs, logs, patterns, answers of research. */
  texts(): AsyncIterable<StoredText>;
  /** Rows of leases, loops, attempts and the like whose execution does not exist, in words. */
  orphans(): Promise<readonly string[]>;
}
