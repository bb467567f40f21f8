import type { Execution } from '../core/execution/execution';
import type { WorkerId } from '../core/ids';
import type { Agent } from '../ports/agent';
import type { AttemptLogs } from '../ports/attempt-logs';
import type { Clock } from '../ports/clock';
import type { CrashPoints } from '../ports/crash-points';
import type { AttemptReader } from '../ports/execution-store';
import type { Neighbours } from '../ports/neighbours';
import type { ArtifactStore, LogTails, ProjectStore } from '../ports/records';
import type { Repositories } from '../ports/repositories';
import type { Sandbox } from '../ports/sandbox';
import type { WorkProcesses } from '../ports/work-processes';
import type { AdvanceDeps } from './advance-execution';
import type { CriteriaDeps } from './run-criteria';

/** What a worker needs for what is assigned to it. */
export type AttemptDeps = AdvanceDeps &
  CriteriaDeps & {
    readonly worker: WorkerId;
    readonly clock: Clock;
    /** How long a worker may leave an assignment before it is told again; 15 s unless given. */
    readonly startWithinMs?: number;
    /** The other workers of this machine; absent where they are not asked. */
    readonly neighbours?: Neighbours;
    readonly attempts: AttemptReader;
    readonly crash: CrashPoints;
    readonly agents: ReadonlyMap<string, Agent>;
    readonly projects: ProjectStore;
    readonly repositories: Repositories;
    readonly artifacts: ArtifactStore;
    readonly logTails: LogTails;
    readonly attemptLogs: AttemptLogs;
    readonly processes: WorkProcesses;
    /** The sandbox for an execution: only the bundled example may run bare where none can be had. */
    readonly sandboxFor: (execution: Execution) => Sandbox;
    /** Lines on similar past attempts for the prompt; empty when nothing is known or the store is away. */
    readonly recall: (execution: Execution, task: number) => Promise<readonly string[]>;
    readonly limits: { readonly memoryBytes: number; readonly outputBytes: number; readonly turns: number };
  };
