import type { ExecutionEvent } from '../core/execution/event';
import type { AttemptRef, EndedAttempt, Execution } from '../core/execution/execution';
import type { ExecutionId, WorkerId } from '../core/ids';
import type { SlotWait } from '../core/schedule/fair-share';

/** Another worker of this machine. */
export interface Neighbour {
  readonly id: WorkerId;
  /** Path of its Unix socket. */
  readonly address: string;
}

/** Ends of attempts, handed in to the worker that decides on their execution. */
export interface HandedEnds {
  readonly executionId: ExecutionId;
  readonly ends: readonly HandedEnd[];
}

export interface HandedEnd {
  readonly task: number;
  /** Carries the token. */
  readonly attempt: EndedAttempt;
}

/** What became of handed ends. */
export interface EndsTaken {
  /** For each of them: it was recorded, or its token was stale. */
  readonly areRecorded: readonly boolean[];
  /** What was committed with them, in order: news for who handed them in, as far as it comes that way. */
  readonly events: readonly ExecutionEvent[];
}

/** "A transition started these attempts on you." They are started, and have their leases: begin them, or hand them back. */
export interface BegunAttempts {
  readonly worker: WorkerId;
  readonly executionId: ExecutionId;
  readonly starts: readonly AttemptRef[];
  /** Of that transition, in order; the starts are among them. */
  readonly events: readonly ExecutionEvent[];
}

/** How an execution stands after its decider looked at it. */
export interface Looked extends Pick<Execution, 'status' | 'lastSeq'> {
  /** What it waits for of shared capacity; absent: nothing. */
  readonly wait?: SlotWait;
}

/**
 * Workers of this machine, asked without the database between. What they are told is committed or may be committed by
 * anybody: what is lost, late or doubled costs time only.
 */
export interface Neighbours {
  /** @throws {UnavailableError} when no answer came in time; the ends may have been recorded all the same. */
  handEnds(to: Neighbour, handed: HandedEnds): Promise<EndsTaken>;
  /** False when it surely was not told. @throws {UnavailableError} when no answer came in time; it may have begun them all the same. */
  begin(at: Neighbour, begun: BegunAttempts): Promise<boolean>;
  /** Undefined where the execution is nothing that it decides on. @throws {UnavailableError} when no answer came in time. */
  look(at: Neighbour, executionId: ExecutionId): Promise<Looked | undefined>;
  close(): Promise<void>;
}

/** What a worker does for its neighbours. */
export interface NeighbourService {
  /** Commits the ends with all that follows. */
  takeEnds(handed: HandedEnds): Promise<EndsTaken>;
  /** Begins what was started here or hands it back; false when another worker is meant. Safe to repeat. */
  begin(begun: BegunAttempts): Promise<boolean>;
  /** Takes all steps that an execution in direct mode can take now, as a sweep does; undefined where the sweep has to. Safe to repeat. */
  look(executionId: ExecutionId): Promise<Looked | undefined>;
}
