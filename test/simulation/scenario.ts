import type { ExecutionOptions } from '../../runtime/core/execution/execution';

/**
 * Everything that a run depends on: the same scenario runs the same way each time. Made from a seed, or read from a file that
 * a shrunk failure left.
 */
export interface Scenario {
  /** Of a kept one: the invariant that it broke, and how. */
  readonly broke?: string;
  /** Of delays, and of what agents and people do. */
  readonly seed: number;
  /** Milliseconds since 1970. */
  readonly startMs: number;
  /** Milliseconds until the last fault; then everything works, and all must come to an end. */
  readonly faultsForMs: number;
  readonly workers: readonly WorkerSpec[];
  readonly gateways: number;
  readonly globalSlots: number;
  readonly handoffs: readonly Handoff[];
  readonly faults: readonly Fault[];
  /** Chances of call faults; not used where they are named. */
  readonly rates: Rates;
  /** Call faults by name, of a shrunk scenario. */
  readonly callFaults?: readonly CallFault[];
  /** Chances of what agents do, in each attempt. */
  readonly agents: AgentRates;
}

export interface WorkerSpec {
  readonly host: string;
  readonly slots: number;
}

export interface Handoff {
  readonly atMs: number;
  /** By n8n's webhook, by the gateway, or as a task of anybody's workflow. */
  readonly by: 'n8n' | 'gateway' | 'inline';
  readonly tasks: readonly TaskSpec[];
  readonly hasProject: boolean;
  readonly options: Partial<ExecutionOptions>;
}

export interface TaskSpec {
  readonly after: readonly number[];
  readonly files: readonly string[];
  readonly isGated?: boolean;
  readonly proof: 'auto' | 'manual' | 'both' | 'none' | 'command';
}

export type Fault = { readonly atMs: number } & (
  | { readonly type: 'kill'; readonly of: string }
  /** SIGTERM with this grace, and a new one afterwards. */
  | { readonly type: 'stop'; readonly of: string; readonly graceMs: number }
  | { readonly type: 'stall'; readonly of: string; readonly forMs: number }
  /** Stopped for good; whoever watches does not notice, since the process is there. */
  | { readonly type: 'hang'; readonly of: string }
  | { readonly type: 'cut'; readonly of: string; readonly service: string; readonly forMs: number }
  | { readonly type: 'database-restart'; readonly forMs: number }
  | { readonly type: 'clock-jump'; readonly of: string; readonly byMs: number }
  | { readonly type: 'n8n-forgets' | 'n8n-lies' | 'everything-dies' }
  | { readonly type: 'hints-invented'; readonly count: number }
  | { readonly type: 'sink-down'; readonly sink: string; readonly forMs: number }
  | { readonly type: 'disk-full'; readonly forMs: number }
  | {
      readonly type: 'person';
      readonly does:
        | 'pause'
        | 'resume'
        | 'cancel'
        | 'retry'
        | 'rollback'
        | 'answer'
        | 'hand-off-again'
        | 'stop-workflow';
      readonly handoff: number;
    }
);

export interface CallFault {
  readonly process: string;
  /** Number of the call of that process, from 0. */
  readonly call: number;
  readonly kind: 'crash-before' | 'crash-after' | 'delay-request' | 'delay-answer' | 'lose-request' | 'lose-answer';
}

export type Rates = { readonly [kind in CallFault['kind']]: number };

export interface AgentRates {
  /** Says that it is done, and is not. */
  readonly lies: number;
  readonly fails: number;
  readonly meetsLimit: number;
  readonly isAway: number;
  readonly hangs: number;
  /** Goes on for a while after it was told to stop. */
  readonly ignoresStop: number;
  readonly killsWorker: number;
  readonly isRefused: number;
  readonly conflicts: number;
}
