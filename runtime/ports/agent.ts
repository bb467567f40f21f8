import type { ExecutionTask } from '../core/plan/plan';
import type { Workspace } from './repositories';
import type { Sandbox } from './sandbox';

/** Does a task inside a workspace. What it says of its work is recorded and never believed. */
export interface Agent {
  /** `shell`, `claude-code`, `anthropic`, `openai`; also the capability that a worker needs for it. */
  readonly name: string;
  /** Whether it can work on this host; the reason is for people and says the next step. */
  availability(): Promise<AgentAvailability>;
  /**
   * Works until it is done, fails, meets a limit, or `signal` aborts. All its processes run through `job.sandbox`.
   * Rejects only with a `NightshiftError` of kind `operator`, `transient` or `bug`; everything else is a result.
   */
  run(job: AgentJob, signal: AbortSignal): Promise<AgentResult>;
}

export type AgentAvailability =
  | { readonly isAvailable: true; readonly version: string }
  | { readonly isAvailable: false; readonly reason: string };

export interface AgentJob {
  readonly task: ExecutionTask;
  /** All that it is told: task, context, dependency results, last failure. */
  readonly prompt: string;
  readonly workspace: Workspace;
  readonly sandbox: Sandbox;
  /** The task is given up, or a person asked, unless this attempt succeeds; a model for such tries is used then. */
  readonly isLastTry: boolean;
  /** Facts for programs: `NIGHTSHIFT_ATTEMPT` (1, 2 …), `NIGHTSHIFT_FENCE` (its token), `NIGHTSHIFT_TASK`, `NIGHTSHIFT_EXECUTION`. */
  readonly env: Readonly<Record<string, string>>;
  readonly limits: AgentLimits;
  /** UUID, the same for every attempt of this task: a session that can be resumed. */
  readonly sessionId: string;
  /** Everything that it prints, as it comes; goes to the attempt's log. */
  readonly onOutput: (chunk: Uint8Array) => void;
}

export interface AgentLimits {
  readonly timeMs: number;
  readonly outputBytes: number;
  readonly memoryBytes: number;
  readonly costUsd: number;
  /** In and out, 1 or more. Counted between answers, so one answer may go past it. */
  readonly tokens: number;
  readonly turns: number;
}

export interface AgentUsage {
  readonly costUsd: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export type AgentResult = { readonly usage: AgentUsage; readonly summary: string; readonly sessionId?: string } & (
  | { readonly type: 'done' }
  /** `code`: `AGENT_EXIT`, `AGENT_TIMEOUT`, `AGENT_OUTPUT_LIMIT`, `AGENT_BUDGET`, `AGENT_REFUSED`, `AGENT_TURNS`, `AGENT_API` … */
  | { readonly type: 'failed'; readonly code: string; readonly message: string }
  | { readonly type: 'limit-reached'; readonly until: string; readonly message: string }
  | { readonly type: 'aborted' }
);
