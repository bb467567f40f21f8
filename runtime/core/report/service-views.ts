import type { Scope } from '../handoff/scopes';

/** A project by its folder, and what of its repository tasks will not see; `dirty` is undefined where it cannot be looked at. */
export interface RegisteredProject {
  readonly dir: string;
  readonly dirty: readonly string[] | undefined;
}

export interface ProjectView {
  readonly id: string;
  readonly name: string;
  readonly dir: string;
  readonly host: string;
  /** Paths that git ignores and that its tasks see read-only all the same. */
  readonly shares: readonly string[];
  /** Paths that are not committed now; only when it was just added. */
  readonly dirty?: readonly string[];
  /** Folders of installed dependencies that it has and does not share; only when it was just added. */
  readonly unshared?: readonly string[];
}

/** What happened in a similar attempt before. */
export interface SimilarView {
  readonly executionId: string;
  readonly taskTitle: string;
  /** Cosine, −1 … 1. */
  readonly similarity: number;
  readonly isSuccess: boolean;
  readonly durationSeconds: number;
  readonly taskType: string;
  readonly commands: readonly string[];
  readonly errors: readonly string[];
  readonly timestamp: string;
}

/** An answer to a question, with its sources. */
export interface ResearchView {
  readonly answer: string;
  readonly sources: readonly { readonly title: string; readonly url: string }[];
  readonly model: string;
  readonly costUsd: number;
  /** True when it was given before and is remembered. */
  readonly isCached: boolean;
}

export interface HealthView {
  readonly isReady: boolean;
  readonly version: string;
  readonly parts: readonly { readonly name: string; readonly isOk: boolean; readonly detail?: string }[];
}

export interface FsckView {
  readonly isClean: boolean;
  /** Ids of the invariants that were checked. */
  readonly checked: readonly string[];
  /** How many executions were looked at. */
  readonly executions?: number;
  readonly violations: readonly {
    readonly invariant: string;
    readonly executionId?: string;
    readonly message: string;
    /** What to do about it. */
    readonly nextStep: string;
  }[];
}

/** A token of the gateway, without its secret. */
export interface TokenView {
  /** The first 8 digits of its digest, as in the audit log and in the actors of events. */
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: string;
  /** Refused from then on; absent: never. */
  readonly expiresAt?: string;
  /** To the minute. */
  readonly lastUsedAt?: string;
  readonly state: 'valid' | 'expired' | 'revoked';
}
