/** Named stops at which a test can kill the process. Does nothing unless the process was told to die there. */
export interface CrashPoints {
  /** `after:start.commit`, `before:merge.ref` …; every name stands in `docs/crash-points.md`. */
  reach(point: string): void;
}
