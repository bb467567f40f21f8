import type { FlatRows } from './flat-rows';

/**
 * What the scheduler works on: tasks as numbers 0 … size-1, and what may do them. Times are of any one unit.
 * Plans that run, plans that are forecast and instances of the literature are all brought to this form.
 */
export interface Workload {
  readonly size: number;
  /** Tasks that wait on each task. Without a cycle. */
  readonly dependents: FlatRows;
  /** What the scheduler believes each task takes on a worker of speed 1; 0 or more. */
  readonly estimates: Float64Array;
  /** What it really takes; only the clock of a simulation reads it. */
  readonly durations: Float64Array;
  /** At least one. Identical single-slot workers are best given as one with many slots. */
  readonly workers: readonly WorkloadWorker[];
  /** Tasks that may run at once over all workers; absent: as many as there are slots. */
  readonly limit?: number;
  /** What a task's worker must be able to do, by task; absent: nothing. */
  readonly needs?: readonly (readonly string[])[];
  /** Renewable resources besides workers, and what tasks take of them while they run. */
  readonly resources?: WorkloadResources;
  /** Files that each task writes, by task (paths, folders, globs). Two that overlap never run at once. Absent: none. */
  readonly files?: readonly (readonly string[])[];
}

export interface WorkloadWorker {
  readonly slots: number;
  readonly capabilities: readonly string[];
  /** 2 does a task in half the time. */
  readonly speed: number;
  /** It is the one that decides, or another one of the same machine; absent: neither. */
  readonly place?: 'here' | 'beside';
}

export interface WorkloadResources {
  /** Units that there are of each resource. */
  readonly capacities: Float64Array;
  /** Resources that each task takes, one row a task, each at most once, without zeros. */
  readonly demands: FlatRows;
  /** Units, beside `demands.nos`; none above its capacity. */
  readonly amounts: Float64Array;
}

/** Who gets the next slot. */
export type ScheduleMode =
  /** The most urgent ready task, as durations become known. */
  | 'online'
  /** The same after a planning pass over the estimates. */
  | 'planned'
  /** A wave starts when the one before it is over. */
  | 'waves'
  /** Who was ready first. */
  | 'fifo';

/** A workload run on a virtual clock. */
export interface Schedule {
  /** End of the last task; the first starts at 0. */
  readonly makespan: number;
  /** No schedule can be shorter. */
  readonly lowerBound: number;
  /** By task. */
  readonly starts: Float64Array;
  /** Which of the workers did it, by task. */
  readonly workers: Int32Array;
}

export interface SimulationOptions {
  readonly mode: ScheduleMode;
  /** Of the planning pass and of the noise; the same gives the same. */
  readonly seed: number;
  /** Estimates are made wrong by a log-normal factor of this σ before the scheduler sees them; 0 leaves them. */
  readonly noise: number;
  /** Steps that the planning pass may take; `PLANNING_STEPS` unless given. */
  readonly planningSteps?: number;
}
