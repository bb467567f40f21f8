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
  /** Dependencies on what the plan does not have; nothing waits for them. Absent: none. */
  readonly missingDependencies?: readonly MissingDependency[];
}

/** A dependency whose target is not in the plan: an archived task, another phase or milestone. */
export interface MissingDependency {
  readonly task: TaskId;
  /** As the plan writes it. */
  readonly target: string;
  readonly where: Position;
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
  /** Explicit and implied ones together, ascending. */
  readonly dependencies: readonly TaskId[];
  /** Those of `dependencies` that no one wrote: the order of the document implies them. Absent: none. */
  readonly impliedDependencies?: readonly TaskId[];
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
  /** Units of shared things that it takes while it runs, by name in order: `test-db`. Absent: none. */
  readonly resources?: Readonly<Record<string, number>>;
  /** Minutes. */
  readonly estimateMinutes?: number;
  /** Longest run of one attempt, in minutes. */
  readonly timeoutMinutes?: number;
  /** A person must say yes before it starts. */
  readonly humanGate?: string;
  /** The group that the source puts it in: `Phase 2: Whistle`, `Wave 1`, a tag. */
  readonly phase?: string;
  /** The source says that it may run beside its neighbours. */
  readonly isParallel?: true;
  /** The source says that it may be left out. */
  readonly isOptional?: true;
  /** The original id of the task that it is a part of, where both are scheduled. */
  readonly parent?: string;
  readonly subtasks: readonly Subtask[];
}

/** A part of a task that is done with it, and not scheduled by itself. */
export interface Subtask {
  /** Full: `5.2`, not `2`; empty when it has none. */
  readonly originalId: string;
  readonly title: string;
  readonly isDone: boolean;
  readonly isOptional?: true;
  /** Full original ids of the subtasks and tasks that it waits on. Absent: none are written. */
  readonly dependencies?: readonly string[];
  readonly where?: Position;
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
  /** The document's path, where a plan is made of several. */
  readonly file?: string;
}

/** Something that a reader decided or left out; never a reason to refuse. */
export interface PlanNote extends Position {
  readonly code: string;
  readonly message: string;
  /** All lines that it speaks of, ascending, where they are more than one. */
  readonly lines?: readonly number[];
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
  /** In one map; all together may have as many as the tasks need, see `mostKeysInAll`. */
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
  /** Set when it is not UTF-8: a plan of ours is refused, one of another tool read with a note. */
  readonly encoding?: string;
  /** A format's name, to skip the search. */
  readonly format?: string;
}

/** A folder or several files that together are a plan; pure values, whoever calls has read them. */
export interface PlanFiles {
  /** At least one; paths are unique, with `/`, and hold the folder's own name where that is known. */
  readonly documents: readonly PlanFile[];
  readonly format?: string;
}

export interface PlanFile {
  readonly path: string;
  readonly text: string;
  /** Set when it is not UTF-8: a plan of ours is refused, one of another tool read with a note. */
  readonly encoding?: string;
}

export type PlanInput = PlanText | PlanFiles;

/** Stands for ids where a plan is only looked at, and nobody will run it. */
export const NO_ID = '00000000-0000-7000-8000-000000000000';

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
