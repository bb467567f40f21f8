import type { ContextTier, ExecutionTask, PlanSource, Position, Priority, Subtask } from './plan';

/** What a format reads out of a text, before ids are given and dependencies are checked. */
export interface DraftPlan {
  readonly title: string;
  readonly source: PlanSource;
  readonly tasks: readonly DraftTask[];
  /** Where a plan without tasks should have had them. */
  readonly where: Position;
  readonly conversationId?: string;
  /** A person must say yes before anything starts. */
  readonly humanGate?: string;
  readonly priority?: Priority;
}

export interface DraftTask {
  /** The id that the file used, or one that the reader gave; unique where `isStrict` is off. */
  readonly originalId: string;
  /** Names by which other tasks may point to this one, besides `originalId`. */
  readonly aliases: readonly string[];
  readonly title: string;
  readonly description: string;
  readonly where: Position;
  readonly dependencies: readonly DraftReference[];
  /** Numbers of tasks that it follows only because the document has that order; dropped where they would make a cycle. */
  readonly follows: readonly number[];
  readonly criteria: readonly DraftCriterion[];
  readonly files: readonly DraftFile[];
  readonly status: ExecutionTask['status'];
  readonly subtasks: readonly Subtask[];
  readonly contextTier?: ContextTier;
  readonly command?: string;
  readonly agent?: string;
  readonly capability?: string;
  readonly estimateMinutes?: number;
  readonly timeoutMinutes?: number;
  /** What the person is asked; `false` where the plan says that none is needed. */
  readonly humanGate?: string | false;
}

export interface DraftReference {
  readonly target: string;
  readonly where: Position;
}

export interface DraftCriterion {
  readonly criterion: string;
  readonly command?: string;
  readonly id?: string;
  readonly where: Position;
}

export interface DraftFile {
  readonly path: string;
  readonly where: Position;
}
