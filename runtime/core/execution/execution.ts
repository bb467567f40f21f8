import type { ExecutionId, ProjectId, TaskId, WorkerId } from '../ids';
import type { ExecutionPlan, Priority } from '../plan/plan';
import type { Numbered } from './numbered';

/** States of a task in the kernel; what R-3 and people see is in `progress.ts`. Source: R-12. */
export type TaskStatus =
  | 'pending'
  | 'assigned'
  | 'active'
  | 'verifying'
  | 'waiting'
  | 'integrating'
  | 'completed'
  | 'failed'
  | 'skipped';

/** States of an execution. `waiting`: nothing can go on until a person answers. */
export type ExecutionStatus = 'queued' | 'running' | 'waiting' | 'paused' | 'succeeded' | 'failed' | 'cancelled';

/** What an assignment is for: to do the task, or to merge its approved result. */
export type AssignmentKind = 'attempt' | 'merge';

/**
 * One run of one plan, as folded from its events. Data only; `applyEvents` makes the next one.
 * A task is known by its number, its place in `plan.tasks`.
 */
export interface Execution {
  readonly id: ExecutionId;
  readonly plan: ExecutionPlan;
  readonly options: ExecutionOptions;
  readonly status: ExecutionStatus;
  /** Raised by a person's retry, a rollback or a restore; fences everybody who has not seen it. */
  readonly epoch: number;
  /** Tokens up to here may be known from before a restore, and are not given again. Absent unless it was restored. */
  readonly tokenFloor?: number;
  /** Sequence number of the newest event, 0 before the first. */
  readonly lastSeq: number;
  /** Hash of the newest event, 64 hex digits. */
  readonly lastHash: string;
  /** Commit on which the execution started, once a worker has fetched it. Without a project: never. */
  readonly base?: string;
  /** Commit of the integration branch. */
  readonly tip?: string;
  /** The branch of the user's repository that has the result, once it is delivered. */
  readonly branch?: string;
  /** Number of waves whose tasks are all over. */
  readonly wavesCompleted: number;
  /** Tasks whose first failure came since one was completed; health counts them. */
  readonly failuresInARow: number;
  readonly costUsd: number;
  /** What was spent when a person last resumed it: the cap counts from there. */
  readonly costUsdAtResume: number;
  /** Attempts that were taken from their workers, who have not said yet what they had cost. Absent: none. */
  readonly owing?: readonly AttemptRef[];
  /** Why it is paused, failed or cancelled. */
  readonly reason?: string;
  readonly submittedAt: string;
  readonly startedAt?: string;
  readonly endedAt?: string;
  /** When its progress was last reported to people. */
  readonly reportedAt?: string;
  /** By number. */
  readonly tasks: Numbered<TaskState>;
}

/** An attempt of an execution: number of its task, and token. */
export interface AttemptRef {
  readonly task: number;
  readonly token: number;
}

/** What was asked for at the hand-off, with defaults filled in. Never changes. */
export interface ExecutionOptions {
  readonly projectId?: ProjectId;
  /** The host where the project's folder is: only workers there work on it. */
  readonly homeHost?: string;
  /** Commit to start from; without it the HEAD that the first worker finds. */
  readonly base?: string;
  readonly priority: Priority;
  /** Agent of tasks that name none, also of those with a command. Absent: `shell` runs commands, `claude-code` does the rest. */
  readonly agent?: string;
  readonly maxParallel: number;
  /** `rolling`: a task starts when its own dependencies are complete; `barrier`: when the wave before is. */
  readonly release: 'rolling' | 'barrier';
  readonly advance: 'workflow' | 'direct';
  readonly onFailure: 'skip-dependents' | 'halt';
  /** What becomes of an attempt that changes files its task does not declare: they are claimed too, or it fails. `widen` unless given. */
  readonly undeclaredWrites?: 'widen' | 'fail';
  /** How tasks that declare no files run: beside others, or by themselves. `beside` unless given. */
  readonly unknownFiles?: 'beside' | 'alone';
  readonly retry: RetryPolicy;
  readonly costCapUsd: number;
  readonly taskCostCapUsd: number;
  /** Tokens, in and out, that all attempts of one task may use together; holds also where no price is known. */
  readonly taskTokenCap: number;
  readonly taskTimeoutMs: number;
  readonly notifications: { readonly voice: boolean; readonly push: boolean; readonly discord: boolean };
  /** `example`: the bundled example, whose commands are ours and may run without a sandbox. */
  readonly origin: 'hand-off' | 'example' | 'inline';
}

export interface RetryPolicy {
  readonly maxAttempts: number;
  /** What becomes of a task whose tries are used up: it fails, or a person is asked whether it is tried again. `fail` unless given. */
  readonly whenSpent?: 'fail' | 'ask';
  readonly firstDelayMs: number;
  readonly backoffMultiplier: number;
  readonly maxDelayMs: number;
}

/** One task of an execution, as folded from its events. */
export interface TaskState {
  readonly status: TaskStatus;
  /** Fencing number of its newest assignment; 0 when it never had one. */
  readonly token: number;
  readonly kind: AssignmentKind;
  readonly worker?: WorkerId;
  /** Attempts that ended by their own fault, and so count towards `retry.maxAttempts`. */
  readonly tries: number;
  /** Attempts that were lost by the task's own doing: alone on a worker that died, or not to be worked on. Three are poison (I12). */
  readonly crashes: number;
  /** Attempts lost in a row, whoever is to blame. From the second on it gets a worker to itself, so that the culprit shows. */
  readonly losses: number;
  /** Attempts in a row that ended because something they need was away. */
  readonly aways: number;
  /** What its attempts cost so far. */
  readonly costUsd: number;
  /** What its attempts used of a model's tokens so far, in and out. */
  readonly modelTokens: number;
  /** Merges that met a conflict; after three a person is asked. */
  readonly conflicts: number;
  /** How often the newest assignment was announced. */
  readonly announcements: number;
  /** Slots of its worker that the newest assignment takes; 1 unless given. */
  readonly slots?: number;
  /** What the newest assignment may cost; absent where its agent costs nothing. */
  readonly grantUsd?: number;
  /** Workers that were assigned it and did not start it in time, since it was last started. */
  readonly missedBy?: readonly WorkerId[];
  readonly assignedAt?: string;
  readonly announcedAt?: string;
  readonly startedAt?: string;
  /** Not to be assigned before this time: a backoff, or the end of a usage limit. */
  readonly dueAt?: string;
  /** The newest attempt that ended with its token still current. */
  readonly attempt?: EndedAttempt;
  /** Files that its attempts changed and it does not declare; from then on they are claimed like those. Absent: none. */
  readonly undeclared?: readonly string[];
  /** When its result was approved; merges go in this order. */
  readonly approvedSeq?: number;
  /** Answers of people, newest per criterion. `gate` is the answer to its human gate. */
  readonly answers: readonly Answer[];
  /** What a person is asked, while `waiting`. */
  readonly question?: Question;
  /** What went wrong last; goes into the next prompt. */
  readonly lastFailure?: string;
  /** The commit that brought its result onto the integration branch. */
  readonly commit?: string;
  /** Why it failed or was skipped. */
  readonly reason?: string;
  readonly endedAt?: string;
}

export interface Answer {
  readonly criterionId: string;
  readonly result: 'pass' | 'fail';
  readonly actor: string;
  readonly note?: string;
  readonly at: string;
}

export interface Question {
  /**
   * Ids of criteria to answer; `gate` stands for the task's human gate, `conflict` for merges that went wrong three times, `more-tries`
   * for tries that are used up.
   */
  readonly criteria: readonly string[];
  readonly text: string;
}

/** The end of an attempt, with all that its judgement needs. */
export interface EndedAttempt {
  readonly token: number;
  readonly worker: WorkerId;
  readonly agent: string;
  readonly outcome: AttemptOutcome;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly durationMs: number;
  /** Commit it started from, and tree it left; absent without a repository. */
  readonly base?: string;
  readonly tree?: string;
  readonly changedFiles: readonly string[];
  /** Where nothing was changed although files are declared: those of them that are not there. Absent otherwise. */
  readonly absentFiles?: readonly string[];
  /** What it left besides, which is not part of the result because `.gitignore` names it; absent when there is nothing. */
  readonly ignored?: readonly string[];
  /** What the agent says it did, shortened; never believed. */
  readonly summary: string;
  readonly evidence: readonly Evidence[];
  readonly costUsd: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly sessionId?: string;
  /** Digest of the whole log as stored, SHA-256 in hex. */
  readonly logDigest: string;
  /** In a process's memory only: its words, files and evidence are in the database. Never stored. */
  readonly isLetGo?: true;
}

export type AttemptOutcome =
  | { readonly type: 'done' }
  | { readonly type: 'failed'; readonly code: string; readonly message: string }
  /** The model's usage limit; the task waits until `until` and loses no try. */
  | { readonly type: 'limit-reached'; readonly until: string; readonly message: string }
  /** Something that it needs did not answer; the task waits until `until` at least, and loses no try. */
  | { readonly type: 'away'; readonly until: string; readonly message: string };

/** What one run of a criterion's command showed. */
export interface Evidence {
  readonly criterionId: string;
  readonly command: string;
  /** Of the command; 124 when its time was up; 128 + signal when it was killed otherwise; 127 when it was not found. */
  readonly exitCode: number;
  /** SHA-256 in hex of the output, redacted; of a criterion's that is long, as it is kept: its middle left out. */
  readonly outputDigest: string;
  /** SHA-256 in hex of what is kept of the output (the artifact's key), where that is not what `outputDigest` says. */
  readonly keptDigest?: string;
  /** The last 2,000 characters. */
  readonly outputTail: string;
  readonly durationMs: number;
}

/** True once nothing of it can change any more, a person's retry apart. */
export const isOver = (status: ExecutionStatus): boolean =>
  status === 'succeeded' || status === 'failed' || status === 'cancelled';

/** True once a task will not move by itself again. */
export const isSettled = (status: TaskStatus): boolean =>
  status === 'completed' || status === 'failed' || status === 'skipped';

/** The number of a task in its plan. @throws nothing; -1 when the plan has no such task. */
export const taskNumber = (plan: ExecutionPlan, id: TaskId): number => plan.tasks.findIndex((task) => task.id === id);
