import type { LogPiece } from '../core/execution/log-tail';
import type { AttemptKey } from './repositories';

/** The logs of attempts on this host's disk: redacted, bounded, kept after the attempt. */
export interface AttemptLogs {
  open(key: AttemptKey): AttemptLog;
  /**
   * The stored text of the log of a token, of the newest epoch up to the key's; undefined when this host has none.
   * @param most - Of a log that has more bytes, the beginning and the end with a line between that says what is left out; whole unless given.
   */
  read(key: AttemptKey, most?: LogBounds): Promise<string | undefined>;
}

/** The same logs as what takes room on this host's disk. */
export interface StoredLogs {
  /** Executions that have logs here, each with the time of the newest change. */
  executions(): Promise<readonly { readonly execution: string; readonly changedAt: string }[]>;
  /** Bytes of all logs of an execution. */
  size(execution: string): Promise<number>;
  /** Removes all logs of an execution. Safe to repeat. */
  remove(execution: string): Promise<void>;
}

/** Bytes of the two ends of a log. */
export interface LogBounds {
  readonly first: number;
  readonly last: number;
}

export interface AttemptLog {
  /**
   * Adds output as it comes; never fails, never waits. Secrets are taken out before anything is written, and what is no
   * character of a text, U+0000 included, becomes U+FFFD.
   */
  write(chunk: Uint8Array): void;
  /** The newest 16 KiB, redacted. */
  tail(): LogPiece;
  /** Everything is on disk; answers with the digest of what stands there. */
  close(): Promise<{ readonly digest: string; readonly bytes: number }>;
}
