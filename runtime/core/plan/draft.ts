import type { ContextTier, ExecutionTask, PlanSource, Position, Priority, Subtask } from './plan';
import type { Traits } from './text/traits';

/** What a format reads out of a document or folder, before ids are given and dependencies are checked. */
export interface DraftPlan {
  readonly title: string;
  readonly source: PlanSource;
  readonly tasks: readonly DraftTask[];
  /** Where a plan without tasks should have had them. */
  readonly where: Position;
  /**
   * Criteria of the whole plan. They are checked after its last task; a document that has only these is refused, since
   * it must be taken apart into tasks first.
   */
  readonly criteria?: readonly DraftCriterion[];
  /** Names of all phases, waves or groups, in document order, also of those without tasks. Absent: those of the tasks. */
  readonly phases?: readonly string[];
  readonly conversationId?: string;
  /** A person must say yes before anything starts. */
  readonly humanGate?: string;
  readonly priority?: Priority;
  /** When it says that it was created: an ISO 8601 date. */
  readonly created?: { readonly value: string; readonly where: Position };
}

export interface DraftTask {
  /** The id that the file used, or one that the reader gave; unique where `isStrict` is off. */
  readonly originalId: string;
  /** Names by which other tasks may point to this one, besides `originalId`; in lower case. */
  readonly aliases: readonly string[];
  readonly title: string;
  /** Of its title, or of one that it had, where a reader looked: see `traitsOf`. */
  readonly traits?: Traits;
  readonly description: string;
  /** It becomes the task's own: a place and nothing else. */
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
  /** As they are written. */
  readonly resources?: readonly DraftResource[];
  readonly estimateMinutes?: number;
  readonly timeoutMinutes?: number;
  /** What the person is asked; `false` where the plan says that none is needed. */
  readonly humanGate?: string | false;
  /** Its reader has looked for words that ask for a person: nobody looks again, for then they would be found in code, too. */
  readonly isHeard?: true;
  /** Read back from a printed plan that says all that a person is asked and judges: no part of it asks for more. */
  readonly asksNoMore?: true;
  readonly phase?: string;
  readonly isParallel?: true;
  readonly isOptional?: true;
  /** Original id of the task that it is a part of, where both are scheduled. */
  readonly parent?: string;
}

/** A dependency as it is written. One whose target is no task of the plan is kept as missing, in formats that are not ours. */
export interface DraftReference {
  readonly target: string;
  readonly where: Position;
  /** The number of the task that it names, where the reader found it. */
  readonly no?: number;
  /** The format knows that it lies outside of this plan: an earlier milestone, another phase. */
  readonly isExternal?: true;
  /** Written of the group that the task stands in, not of the task itself: no limit counts it. */
  readonly isOfGroup?: true;
  /** Its reader has looked for words that ask for a person: nobody looks again, for then they would be found in code, too. */
  readonly isHeard?: true;
  /** Read back from a printed plan in which document order implied it. */
  readonly isImplied?: true;
}

export interface DraftCriterion {
  readonly criterion: string;
  readonly command?: string;
  readonly id?: string;
  readonly where: Position;
  /** Kept, but no check of its own: another wording of one that counts. Not in `verification_count`. */
  readonly isExtra?: true;
}

export interface DraftResource {
  readonly name: string;
  readonly amount: number;
  readonly where: Position;
}

export interface DraftFile {
  readonly path: string;
  readonly where: Position;
}
