import type { WorkingProcess } from '../core/execution/working-process';

/** The processes of this host that work at tasks, whoever started them. */
export interface WorkProcesses {
  /** Those that live now; empty where the system does not tell. */
  list(): Promise<readonly WorkingProcess[]>;
  /**
   * Kills them, and all that runs with them in a sandbox; resolves once they are gone. One that has ended meanwhile is left alone.
   *
   * @throws {InvariantError} `BUG_PROCESS_SURVIVED` when something outlives 30 s of SIGKILL.
   */
  end(processes: readonly WorkingProcess[]): Promise<void>;
}
