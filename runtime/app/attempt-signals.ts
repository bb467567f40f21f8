/** When a worker is to let go of what was assigned to it. */
export interface AttemptSignals {
  /** Aborts agent, import and criteria; whatever aborts `report` aborts this as well. */
  readonly work: AbortSignal;
  /**
   * Aborts the report of an end that is known: somebody else has the task, or the worker leaves (reason `'released'`: it is handed
   * back). A lost connection does not: whether the token is still current says the database once it is there again.
   */
  readonly report: AbortSignal;
}
