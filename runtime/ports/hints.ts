import type { AssignmentKind } from '../core/execution/execution';
import type { ExecutionId, WorkerId } from '../core/ids';

/** "Worker W: attempt task T with token n." Losing, doubling or inventing one changes nothing but time. */
export interface Hint {
  readonly worker: WorkerId;
  readonly executionId: ExecutionId;
  readonly task: number;
  readonly token: number;
  readonly kind: AssignmentKind;
}

/** Brings hints to workers, at least once where it can. */
export interface HintSender {
  /** @throws {UnavailableError} when some could not be sent; send the same list again, or leave it: the sweep announces again. */
  send(hints: readonly Hint[]): Promise<void>;
  /** Removes what is kept for a worker that is gone for good. Safe to repeat. @throws {UnavailableError} */
  forget(worker: WorkerId): Promise<void>;
  close(): Promise<void>;
}

/** A worker's end of it. */
export interface HintReceiver {
  /** Calls `onHint` for each hint to `worker` from now on, until closed. */
  listen(worker: WorkerId, onHint: (hint: Hint) => void): Promise<HintListening>;
}

export interface HintListening {
  /** Where senders on this machine reach it: the path of a Unix socket. Absent for queues. */
  readonly address?: string;
  close(): Promise<void>;
}
