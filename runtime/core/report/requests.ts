/** A folder to register as a project. */
export interface ProjectRequest {
  /** Absolute. */
  readonly dir: string;
  /** The folder's name, or the one that it has already, unless given. */
  readonly name?: string;
  /** Relative paths that its tasks shall see read-only; those of before unless given. */
  readonly shares?: readonly string[];
}

/** R-80's ControlRequest. */
export interface ControlRequest {
  readonly action: 'pause' | 'resume' | 'cancel' | 'retry' | 'rollback';
  /** For `retry`: that task only. For `rollback`: the task right after which it is to stand. */
  readonly taskId?: string;
  /** For `pause`: attempts that run are stopped now, and begin anew after the resume; else they go on to their end. */
  readonly stopsRunning?: boolean;
}

/** A new execution from the moment right after a task of another one was completed. */
export interface ForkRequest {
  readonly taskId: string;
  /** The same key gives the same execution. */
  readonly idempotencyKey: string;
}

/** A person's answer to a question. */
export interface AnswerRequest {
  readonly taskId: string;
  readonly criterionId: string;
  readonly result: 'pass' | 'fail';
  readonly note?: string;
}

/** R-80's ControlResponse. */
export interface ControlView {
  readonly success: boolean;
  readonly message: string;
}

/** A look back at past attempts that were like a text. */
export interface SimilarRequest {
  readonly text: string;
  /** 3 unless given. */
  readonly limit?: number;
  readonly projectId?: string;
  readonly taskType?: string;
  readonly isSuccess?: boolean;
}

/** A question that nodes or people have. */
export interface ResearchRequest {
  readonly question: string;
  /** Oldest answer from the cache that is good enough; the configured hours unless given. 0: ask anew. */
  readonly maxAgeHours?: number;
}
