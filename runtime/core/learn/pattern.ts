/** Something that took time: `tests`, 12,300. */
export interface Timing {
  readonly what: string;
  readonly durationMs: number;
}

/** What one attempt taught. */
export interface Pattern {
  /** UUID v5 of execution, task and token: storing twice leaves one. */
  readonly id: string;
  readonly conversationId: string;
  readonly executionId: string;
  readonly projectId?: string;
  readonly taskTitle: string;
  readonly taskType: string;
  /** True when its task was completed with what it left. */
  readonly isSuccess: boolean;
  readonly durationSeconds: number;
  readonly commands: readonly string[];
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  readonly files: readonly string[];
  /** `GET https://host/path`, without query and credentials. */
  readonly apiCalls: readonly string[];
  /** What took time, as the log says it. */
  readonly timings: readonly Timing[];
  /** ISO 8601. */
  readonly timestamp: string;
}
