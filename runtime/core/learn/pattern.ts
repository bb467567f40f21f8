/** What one attempt taught. */
export interface Pattern {
  /** UUID v5 of execution, task and token: storing twice leaves one. */
  readonly id: string;
  readonly conversationId: string;
  readonly executionId: string;
  readonly projectId?: string;
  readonly taskTitle: string;
  readonly taskType: string;
  readonly isSuccess: boolean;
  readonly durationSeconds: number;
  readonly commands: readonly string[];
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  readonly files: readonly string[];
  /** ISO 8601. */
  readonly timestamp: string;
}
