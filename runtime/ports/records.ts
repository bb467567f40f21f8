import type { LogPiece } from '../core/execution/log-tail';
import type { ProjectId } from '../core/ids';
import type { ExecutionMetrics } from '../core/report/execution-metrics';
import type { Metric } from '../core/report/metrics-of';
import type { ResearchAnswer } from './researcher';

/** Registered projects. Others are refused. */
export interface ProjectStore {
  /**
   * Registers a folder on its home host; the same folder twice is the same project. Without `name` and `shares` it keeps
   * those of before; a new one is called as its folder.
   */
  add(project: {
    readonly dir: string;
    readonly host: string;
    readonly name?: string;
    readonly shares?: readonly string[];
  }): Promise<Project>;
  list(): Promise<readonly Project[]>;
  get(id: ProjectId): Promise<Project | undefined>;
}

export interface Project {
  readonly id: ProjectId;
  readonly name: string;
  readonly dir: string;
  readonly host: string;
  /** Relative paths of the folder that its tasks see read-only, although git ignores them. */
  readonly shares: readonly string[];
}

/** Outputs and logs, kept by the SHA-256 of their bytes. */
export interface ArtifactStore {
  /** Stores `bytes` and answers with its digest in hex; the same bytes twice are one artifact. */
  put(artifact: {
    readonly executionId: string;
    readonly task: number;
    readonly token: number;
    readonly kind: 'output' | 'log';
    readonly bytes: Uint8Array;
  }): Promise<string>;
  get(digest: string): Promise<Uint8Array | undefined>;
}

/** The last lines of running attempts, for people who watch. */
export interface LogTails {
  /** Replaces the tail; an older token than the one stored changes nothing. At most 16 KiB are kept. */
  put(tail: StoredTail & { readonly executionId: string; readonly task: number }): Promise<void>;
  get(executionId: string, task: number): Promise<StoredTail | undefined>;
}

/** The end of the log of the attempt with that token. */
export interface StoredTail extends LogPiece {
  readonly token: number;
}

/** Answers to questions, by normalised question. */
export interface ResearchCache {
  get(key: string): Promise<CachedAnswer | undefined>;
  put(key: string, question: string, answer: ResearchAnswer): Promise<void>;
}

export interface CachedAnswer extends ResearchAnswer {
  readonly cachedAt: string;
}

/** Who asked for what from outside; also what was refused. Never secrets. */
export interface AuditLog {
  write(entry: {
    readonly actor: string;
    readonly action: string;
    readonly target?: string;
    readonly outcome: 'done' | 'refused';
    readonly detail?: string;
  }): Promise<void>;
}

/** Tokens of the gateway, kept as SHA-256. Who revokes one keeps its row: what it did stands under its id. */
export interface TokenStore {
  /** Makes this the one token of its label: what had the label before is refused from then on. Safe to repeat. */
  replace(token: {
    readonly digest: string;
    readonly label: string;
    readonly scopes: readonly string[];
  }): Promise<void>;
  /** Adds a token; undefined, and nothing changes, when one that is not revoked has the label. */
  add(token: {
    readonly digest: string;
    readonly label: string;
    readonly scopes: readonly string[];
    readonly expiresAt?: string;
  }): Promise<StoredToken | undefined>;
  /** Newest first. */
  list(): Promise<readonly StoredToken[]>;
  /** Refuses it from then on; undefined when there is none. Safe to repeat. */
  revoke(digest: string): Promise<StoredToken | undefined>;
  /** What a token may do, and notes that it was used, to the minute; undefined when there is none, or it is expired or revoked. */
  scopesOf(digest: string): Promise<readonly string[] | undefined>;
  /** Those of these digests that are good, without a note that they were used. */
  known(digests: readonly string[]): Promise<readonly string[]>;
}

export interface StoredToken {
  readonly digest: string;
  readonly label: string;
  readonly scopes: readonly string[];
  readonly createdAt: string;
  readonly expiresAt?: string;
  readonly lastUsedAt?: string;
  readonly revokedAt?: string;
}

/** Numbers worth keeping. */
export interface MetricStore {
  /** Keeps each; the same name of the same source and task again changes nothing. */
  put(metrics: readonly Metric[]): Promise<void>;
}

/** What tasks took in the past: estimates of similar ones. */
export interface TaskHistory {
  /** Minutes that the newest completed tasks of each kind took, oldest first; a kind of which nothing is known is absent. */
  minutesOf(kinds: readonly string[]): Promise<ReadonlyMap<string, readonly number[]>>;
}

/** What is measured now, for who collects it. */
export interface MetricReader {
  read(): Promise<ExecutionMetrics>;
}
