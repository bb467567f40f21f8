import type { TaskId } from '../ids';

/** The plan model. The fields of R-3 keep their names; nightshift's own stand behind them. */
export interface ExecutionPlan {
  /** UUID v7. */
  readonly id: string;
  readonly conversationId: string;
  readonly source: PlanSource;
  /** In document order; ids are unique, every dependency names one of them, and there is no cycle. */
  readonly tasks: readonly ExecutionTask[];
  readonly metadata: PlanMetadata;
  readonly title: string;
  /** The format that read it: `gsd-roadmap`, `task-list`, `checkbox` … */
  readonly format: string;
  /** Decisions that the reader took and that a person may want to see, in document order. */
  readonly notes: readonly PlanNote[];
}

export type PlanSource = 'ROADMAP' | 'SPEC' | 'TASK_LIST' | 'INLINE';
export type Priority = 'low' | 'normal' | 'high';
/** Thousands of tokens. */
export type ContextTier = 32 | 64 | 128 | 200;

export interface PlanMetadata {
  /** ISO 8601. */
  readonly created: string;
  /** Minutes of work, as if one worker did it all. */
  readonly estimatedDuration: number;
  /** Tokens: the sum of the tiers. */
  readonly contextBudget: number;
  readonly priority: Priority;
}

export interface ExecutionTask {
  readonly id: TaskId;
  readonly title: string;
  readonly description: string;
  readonly dependencies: readonly TaskId[];
  readonly contextTier: ContextTier;
  readonly verification: readonly VerificationCriterion[];
  /** What the plan says of it; an execution keeps its own status. `completed` tasks are not run again. */
  readonly status: 'pending' | 'in_progress' | 'completed' | 'failed' | 'skipped';
  /** The id that the file used: `1.2`, `Phase 3`, `T001`. */
  readonly originalId: string;
  /** Where it stands in the file; lines and columns count from 1. */
  readonly where: Position;
  /** Paths and globs that it will write, relative to the repository. Empty: unknown. */
  readonly files: readonly string[];
  /** The shell command that does it, where the plan says one (agent `shell`). */
  readonly command?: string;
  /** The agent that it names: `shell`, `claude-code`, `anthropic`, `openai`. */
  readonly agent?: string;
  /** What its worker must be able to do, besides its agent: `gpu` … */
  readonly capability?: string;
  /** Minutes. */
  readonly estimateMinutes?: number;
  /** Longest run of one attempt, in minutes. */
  readonly timeoutMinutes?: number;
  /** A person must say yes before it starts. */
  readonly humanGate?: string;
  readonly subtasks: readonly Subtask[];
}

/** A part of a task that is done with it, and not scheduled by itself. */
export interface Subtask {
  readonly originalId: string;
  readonly title: string;
  readonly isDone: boolean;
}

export interface VerificationCriterion {
  /** Unique inside its task: as the plan says, else `c1`, `c2` … */
  readonly id: string;
  readonly criterion: string;
  readonly test: 'auto' | 'manual';
  readonly result?: 'pass' | 'fail' | 'skipped';
  readonly evidence?: string;
  /** The shell command that proves it; an `auto` criterion always has one. */
  readonly command?: string;
}

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Something that a reader decided or left out; never a reason to refuse. */
export interface PlanNote extends Position {
  readonly code: string;
  readonly message: string;
}

/** A reason to refuse a plan. All of them come in one answer. */
export interface PlanProblem extends Position {
  /** Stable, in `docs/errors.md`: `PLAN_CYCLE`, `PLAN_UNKNOWN_DEPENDENCY` … */
  readonly code: string;
  readonly message: string;
  /** JSON pointer or task id, where there is one. */
  readonly path?: string;
  /** What is allowed, where a limit was passed. */
  readonly limit?: number;
  readonly seen?: number;
  readonly hint?: string;
}

/** Limits of what the intake accepts. The core has none of its own. */
export interface PlanLimits {
  readonly bytes: number;
  readonly depth: number;
  readonly keys: number;
  readonly stringLength: number;
  readonly aliases: number;
  readonly tasks: number;
  readonly dependenciesPerTask: number;
  readonly edges: number;
  readonly chain: number;
  readonly filesPerTask: number;
  readonly titleLength: number;
  readonly descriptionLength: number;
  readonly checksPerTask: number;
}

/** The limits that hold unless configured. */
export const DEFAULT_PLAN_LIMITS: PlanLimits = {
  bytes: 2 * 1024 * 1024,
  depth: 64,
  keys: 20_000,
  stringLength: 256 * 1024,
  aliases: 100,
  tasks: 2_000,
  dependenciesPerTask: 64,
  edges: 20_000,
  chain: 500,
  filesPerTask: 500,
  titleLength: 200,
  descriptionLength: 32 * 1024,
  checksPerTask: 50,
};

/** What came in, before anything is known of it. */
export interface PlanText {
  readonly text: string;
  /** The name it had, where there was one; helps to find the format. */
  readonly fileName?: string;
  /** A format's name, to skip the search. */
  readonly format?: string;
}

/** Values that a reader may not invent: they come from the caller's ports. */
export interface PlanContext {
  readonly planId: string;
  readonly conversationId: string;
  /** ISO 8601. */
  readonly created: string;
  readonly priority: Priority;
  readonly limits: PlanLimits;
}

export type PlanReading =
  | { readonly type: 'plan'; readonly plan: ExecutionPlan }
  | { readonly type: 'problems'; readonly problems: readonly PlanProblem[]; readonly total: number };
