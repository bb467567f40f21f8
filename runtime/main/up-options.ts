import type { UpProgress } from './running';

/** What a start of everything is told. */
export interface UpOptions {
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  /** Leaves everything running under a launcher of its own, and comes back once it is ready. */
  readonly isDetached: boolean;
  readonly onProgress: (progress: UpProgress) => void;
  /** Ends everything when it aborts. Without it SIGINT, SIGTERM and SIGHUP do; a second one then hurries. */
  readonly signal?: AbortSignal;
  /** Ends the wait for what another launcher starts. */
  readonly interrupt?: AbortSignal;
}
