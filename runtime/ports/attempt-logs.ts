import type { AttemptKey } from './repositories';

/** The logs of attempts on this host's disk: redacted, bounded, kept after the attempt. */
export interface AttemptLogs {
  open(key: AttemptKey): AttemptLog;
  /** The whole stored text of the log of a token, of the newest epoch up to the key's; undefined when this host has none. */
  read(key: AttemptKey): Promise<string | undefined>;
}

export interface AttemptLog {
  /** Adds output as it comes; never fails, never waits. Secrets are taken out before anything is written. */
  write(chunk: Uint8Array): void;
  /** The newest 16 KiB, redacted. */
  tail(): string;
  /** Everything is on disk; answers with the digest of what stands there. */
  close(): Promise<{ readonly digest: string; readonly bytes: number }>;
}
