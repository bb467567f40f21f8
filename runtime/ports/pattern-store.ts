/** Keeps what was learned from attempts. Never load-bearing. */
export interface PatternStore {
  /** Stores or replaces by `id`. @throws {UnavailableError} `UNAVAILABLE_PATTERNS`. */
  put(patterns: readonly StoredPattern[]): Promise<void>;
  /** The nearest first, by cosine. Only vectors of the same `model` are compared. */
  similar(query: SimilarQuery): Promise<readonly SimilarPattern[]>;
  close(): Promise<void>;
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
  readonly isSuccess: boolean;
  readonly durationSeconds: number;
  readonly commands: readonly string[];
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  readonly files: readonly string[];
  /** ISO 8601. */
  readonly timestamp: string;
}

export interface StoredPattern extends Pattern {
  readonly model: string;
  readonly vector: Float32Array;
}

export interface SimilarQuery {
  readonly model: string;
  readonly vector: Float32Array;
  readonly limit: number;
  readonly projectId?: string;
  readonly taskType?: string;
  readonly isSuccess?: boolean;
}

export interface SimilarPattern extends Pattern {
  /** Cosine, −1 … 1. */
  readonly similarity: number;
}
