import type { ExecutionId } from '../core/ids';
import type { RecordKind } from '../core/retention/keep-days';

/** What is stored and may leave for its age. Needs the right of the database's owner; times are the database's. */
export interface Retention extends ExecutionEnds {
  /** Executions that ended so many days ago and have nothing left to tell, oldest first, at most `limit`. */
  ended(days: number, limit: number): Promise<readonly EndedExecution[]>;
  countEnded(days: number): Promise<number>;
  /**
   * Takes a finished execution out, and keeps where its archive is, in one commit; false, and nothing changes, when it went on
   * since `lastSeq`, has something to tell, or is not there any more.
   */
  archiveOut(execution: {
    readonly id: ExecutionId;
    readonly lastSeq: number;
    readonly host: string;
    readonly path: string;
    readonly digest: string;
  }): Promise<boolean>;
  /** Rows of that kind that are so many days old. */
  count(kind: RecordKind, days: number): Promise<number>;
  /** Removes at most `limit` of them; how many. */
  remove(kind: RecordKind, days: number, limit: number): Promise<number>;
}

/** Which executions are over. Any role may ask. */
export interface ExecutionEnds {
  /** Of those that are stored or archived; the others are missing in the answer. */
  endsOf(ids: readonly string[]): Promise<ReadonlyMap<string, ExecutionEnd>>;
}

export interface ExecutionEnd {
  /** Absent while it goes on. */
  readonly endedAt?: string;
  /** Host of its archive. */
  readonly archivedOn?: string;
}

export interface EndedExecution {
  readonly id: ExecutionId;
  readonly title: string;
  readonly status: string;
  readonly endedAt: string;
}
