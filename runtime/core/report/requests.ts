/** A folder to register as a project. */
export interface ProjectRequest {
  /** Absolute. */
  readonly dir: string;
  /** The folder's name unless given. */
  readonly name?: string;
  /** Relative paths that its tasks shall see read-only; those of before unless given. */
  readonly shares?: readonly string[];
}

/** R-80's ControlRequest. */
export interface ControlRequest {
  readonly action: 'pause' | 'resume' | 'cancel' | 'retry';
  /** For `retry`: that task only. */
  readonly taskId?: string;
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
