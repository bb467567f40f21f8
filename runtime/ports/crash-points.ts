/** Named stops at which a test can kill the process. Does nothing unless the process was told to die there. */
export interface CrashPoints {
  /** `after:start.commit`, `before:merge.ref` …; every name stands in `docs/crash-points.md`. */
  reach(point: string): void;
}

/** Reaches `before:<name>`, does `work`, and reaches `after:<name>` when it went well. */
export async function between<T>(crash: CrashPoints, name: string, work: () => Promise<T>): Promise<T> {
  crash.reach(`before:${name}`);
  const result = await work();
  crash.reach(`after:${name}`);
  return result;
}

/** For whoever is never to be killed: commands, and tests of something else. */
export const NO_CRASH_POINTS: CrashPoints = { reach: () => undefined };
