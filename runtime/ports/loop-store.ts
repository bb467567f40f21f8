import type { ExecutionId } from '../core/ids';

/**
 * The loops: which n8n execution drives which execution, in which generation, and what it waits for.
 * Outside the fold; every write is guarded by generation and wait number.
 */
export interface LoopStore {
  get(id: ExecutionId): Promise<Loop | undefined>;
  /** The loop that an n8n execution drives, by its newest call; not an inline task. Undefined when it drives none (any more). */
  drivenBy(caller: Pick<LoopCall, 'n8nExecutionId' | 'workflowId'>): Promise<Loop | undefined>;
  /**
   * Binds the n8n execution to the generation by compare-and-set, notes the call, and closes an open wait of it.
   * `stale` when the generation is not current, belongs to another n8n execution, or is to be started with another key:
   * the caller ends silently.
   */
  enter(call: LoopCall): Promise<'current' | 'stale'>;
  /**
   * Registers the next wait of a bound loop and answers with its number. `isDue` when it shall be woken at once. Closes
   * open waits of earlier inline tasks of the same n8n execution: it waits at one node only, and they have no later call.
   */
  wait(call: LoopCall & { readonly resumeUrl: string; readonly isDue: boolean }): Promise<number | 'stale'>;
  /** Marks the open wait of each execution due, if there is one. Safe to repeat. */
  markDue(ids: readonly ExecutionId[]): Promise<void>;
  /** Open waits that are due, and loops that are to be started, whose next wake is not later than now. */
  dueWakes(limit: number): Promise<readonly Wake[]>;
  /**
   * Notes that a wake was tried: the next one comes 20 ms later, doubling to 5 s; one that starts a loop not before 2 s. A
   * loop that took one gave a sign of life, as by a call.
   */
  wakeTried(wake: WaitKey, isTaken: boolean): Promise<void>;
  /** Loops of executions that are not over, for the reconciler; a workflow's also when it was set aside: a retry opens it again. */
  openLoops(): Promise<readonly Loop[]>;
  /** Begins the next generation, unbound, with a one-time key; the open wait is gone. `undefined` when somebody else already did. */
  restart(id: ExecutionId, seenGeneration: number, reason: string): Promise<Loop | undefined>;
  /** Sets the loop aside: the execution is over or driven by nobody. */
  end(id: ExecutionId): Promise<void>;
  /** Since when the database serves: what somebody was about to write into it then may be lost. */
  servesSince(): Promise<Date>;
  /** Calls back when a wake may have become due, as soon as the database tells. */
  listen(onChange: () => void): Promise<{ close(): Promise<void> }>;
}

export interface LoopCall {
  readonly executionId: ExecutionId;
  readonly generation: number;
  readonly n8nExecutionId: string;
  readonly workflowId: string;
  /** The one-time key of the wake that started it; needed to bind a generation that was started by one. */
  readonly startKey?: string;
}

export interface WaitKey {
  readonly executionId: ExecutionId;
  readonly generation: number;
  readonly wait: number;
}

export interface Loop {
  readonly executionId: ExecutionId;
  readonly generation: number;
  readonly kind: 'workflow' | 'inline' | 'none';
  readonly workflowId?: string;
  readonly n8nExecutionId?: string;
  /** Times of database clock, ISO 8601. */
  readonly createdAt: string;
  readonly lastCallAt?: string;
  readonly turns: number;
  /** Number of the newest wait, 0 before the first. */
  readonly wait: number;
  readonly isWaitOpen: boolean;
  /** The newest wait is open, and there is something to do. */
  readonly isDue: boolean;
  /** The newest wait is open, and the loop took its wake: what comes before its next call is a person's own. */
  readonly isWakeTaken: boolean;
  /** How often it was tried to wake the newest wait. */
  readonly wakeTries: number;
  /** Set aside: its execution was over, or is driven by nobody. A restart takes it up again. */
  readonly isEnded: boolean;
  readonly restarts: number;
  /** The execution's sequence number when this generation began: no progress since is a death without progress. */
  readonly seqAtStart: number;
  /** Restarts in a row without progress. */
  readonly deathsInARow: number;
}

/** A wake to send: to a waiting n8n execution, or to the webhook that starts a loop. */
export type Wake = WaitKey & {
  /** How often it was tried before. */
  readonly tries: number;
} & (
    | { readonly type: 'resume'; readonly resumeUrl: string }
    | { readonly type: 'start'; readonly workflowId?: string; readonly key: string }
  );
