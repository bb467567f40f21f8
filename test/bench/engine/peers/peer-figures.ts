/** What is measured of whoever does the same. */
export interface PeerFigures {
  /** From the end of a task to the start of the one that waits on it, ms. */
  readonly p50: number;
  readonly p99: number;
  readonly tasksPerSecond: number;
}
