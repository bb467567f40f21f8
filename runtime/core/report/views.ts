import type { ExecutionEvent } from '../execution/event';
import type { ExecutionStatus, TaskStatus } from '../execution/execution';
import type { Scope } from '../handoff/scopes';

/** How an execution stands: R-80's StatusResponse with more (R-40). Times are ISO 8601 in UTC. */
export interface ExecutionStatusView extends ScheduleView {
  readonly executionId: string;
  readonly planId: string;
  readonly title: string;
  readonly conversationId: string;
  readonly projectId?: string;
  /** R-80's word. */
  readonly status: 'running' | 'completed' | 'failed' | 'paused';
  /** The kernel's word; `waiting`: nothing goes on until a person answers. */
  readonly state: ExecutionStatus;
  readonly reason?: string;
  /** What a person does next, with the command, when it does not go on by itself. */
  readonly hint?: string;
  /** Completed tasks, of all. */
  readonly progress: { readonly current: number; readonly total: number; readonly percentage: number };
  /** How much is done, in whole percent: of the tasks, and of the work by its estimates, running tasks counted as far as they are. */
  readonly percent: { readonly tasks: number; readonly time: number };
  /** What is left: tasks that are not settled, and minutes of work by their estimates, as if one worker did it all. */
  readonly remaining: { readonly tasks: number; readonly workMinutes: number };
  readonly currentTask?: { readonly id: string; readonly title: string; readonly startedAt: string };
  readonly currentTasks: readonly { readonly id: string; readonly title: string; readonly startedAt: string }[];
  readonly completedTasks: readonly string[];
  readonly failedTasks: readonly string[];
  readonly skippedTasks: readonly string[];
  readonly remainingTasks: readonly string[];
  /** What went wrong last in tasks that are not completed. */
  readonly failures: readonly FailureView[];
  readonly questions: readonly QuestionView[];
  readonly submittedAt: string;
  readonly startedAt?: string;
  readonly endedAt?: string;
  /** The branch of the user's repository that has the result, once it is there. */
  readonly branch?: string;
  readonly costUsd: number;
  readonly lastSeq: number;
}

/** What went wrong last in a task. */
export interface FailureView {
  readonly id: string;
  readonly title: string;
  /** False while it is to be tried again. */
  readonly isFinal: boolean;
  /** Attempts that failed since the task was opened. */
  readonly tries: number;
  /** In its own words, whole; may have several lines. */
  readonly failure: string;
}

/** What waits and why, and when it will be over. */
export interface ScheduleView {
  /** The first wave that is not over, of how many. */
  readonly wave: number;
  readonly waves: number;
  /** Tasks that cannot go on now, and why. */
  readonly blocked: readonly { readonly id: string; readonly why: string }[];
  /** When it is as likely over as not. Time that people take to answer is not in it; absent while it is paused. */
  readonly eta?: string;
  readonly forecast?: ForecastView;
}

/** How sure the ETA is, and what running side by side gains. */
export interface ForecastView {
  /** In 8 of 10 cases it is over between these two. */
  readonly earliest: string;
  readonly latest: string;
  /** False while too few tasks are over to tell how far estimates are off: then the interval is a guess. */
  readonly isFounded: boolean;
  /** The work one after the other, divided by the time that it will have taken. */
  readonly speedup: number;
  /** The shortest time that any schedule could take, divided by the time that it will have taken; 1 is perfect. */
  readonly efficiency: number;
}

/** What a person is asked: one criterion of one task. */
export interface QuestionView {
  readonly taskId: string;
  /** The id that the plan used for the task. */
  readonly originalId: string;
  readonly taskTitle: string;
  /** A criterion's id; `gate` for a task's human gate, `conflict` for a merge that went wrong three times. */
  readonly criterionId: string;
  readonly text: string;
}

export interface ExecutionListing {
  readonly executionId: string;
  readonly planId: string;
  readonly title: string;
  readonly conversationId: string;
  readonly projectId?: string;
  /** Its name. */
  readonly project?: string;
  readonly status: ExecutionStatusView['status'];
  readonly state: ExecutionStatus;
  readonly reason?: string;
  readonly progress: ExecutionStatusView['progress'];
  readonly failed: number;
  readonly costUsd: number;
  readonly submittedAt: string;
  readonly endedAt?: string;
}

/** The words that people see for a task. */
export type TaskWord = 'backlog' | 'pending' | 'assigned' | 'active' | 'waiting' | 'done' | 'failed' | 'skipped';

export interface TaskView {
  readonly id: string;
  /** The id that the plan used. */
  readonly originalId: string;
  readonly title: string;
  readonly state: TaskWord;
  readonly kernelStatus: TaskStatus;
  /** From 1. */
  readonly wave: number;
  readonly dependencies: readonly string[];
  readonly agent?: string;
  readonly worker?: string;
  /** Attempts that were started, lost ones included. */
  readonly attempts: number;
  readonly startedAt?: string;
  /** When its newest attempt began; `startedAt` is the first one's. */
  readonly attemptStartedAt?: string;
  readonly endedAt?: string;
  /** Of the newest attempt; absent while it runs. */
  readonly durationMs?: number;
  readonly costUsd: number;
  readonly evidence: readonly EvidenceView[];
  /** Files that it changed and does not declare. */
  readonly undeclaredFiles?: readonly string[];
  /** True where the declared files were there already and what proves the task held: nothing had to be changed. */
  readonly hadNothingToChange?: true;
  /** Why it does not go on, failed or was skipped. */
  readonly why?: string;
  /** What went wrong in the attempt before. */
  readonly lastFailure?: string;
  /** Not before this time. */
  readonly dueAt?: string;
  readonly questions: readonly QuestionView[];
}

/** One task with all that is known of it. */
export interface TaskDetailView extends TaskView {
  readonly description: string;
  /** Paths and globs that it writes. */
  readonly files: readonly string[];
  readonly command?: string;
  readonly criteria: readonly {
    readonly id: string;
    readonly criterion: string;
    readonly test: 'auto' | 'manual';
    readonly command?: string;
  }[];
  /** Its attempts that were started, oldest first. */
  readonly history: readonly AttemptView[];
  readonly log: LogView;
  /** What its attempts left to read, by digest. */
  readonly artifacts: readonly ArtifactView[];
}

/** One try at a task. */
export interface AttemptView {
  /** From 1. */
  readonly attempt: number;
  readonly token: number;
  readonly worker: string;
  readonly agent?: string;
  readonly startedAt: string;
  readonly endedAt?: string;
  /** `done`, `failed`, `limit-reached`, `away`, `lost`, `released`; absent while it runs. */
  readonly outcome?: string;
  /** What went wrong. */
  readonly message?: string;
  readonly durationMs?: number;
  readonly costUsd: number;
  /** What the agent says it did; never believed. */
  readonly summary?: string;
  readonly changedFiles: readonly string[];
  readonly evidence: readonly {
    readonly criterionId: string;
    readonly command: string;
    readonly exitCode: number;
    readonly outputDigest: string;
    /** Of what was kept of the output, where that is less than all of it. */
    readonly keptDigest?: string;
    /** The last 2,000 characters. */
    readonly outputTail: string;
    readonly durationMs: number;
  }[];
}

/** Bytes that an attempt left: the output of a criterion's command. */
export interface ArtifactView {
  /** SHA-256 in hex; by it they are fetched. */
  readonly digest: string;
  readonly kind: 'output';
  /** Which attempt, from 1. */
  readonly attempt: number;
  readonly criterionId: string;
}

/** What proves a criterion: a command that we ran, or a person's answer. */
export interface EvidenceView {
  readonly criterionId: string;
  readonly criterion: string;
  readonly isPassed: boolean;
  readonly command?: string;
  readonly exitCode?: number;
  readonly outputDigest?: string;
  readonly durationMs?: number;
  /** Who answered a manual criterion. */
  readonly actor?: string;
  readonly note?: string;
}

export interface EventPage {
  readonly events: readonly ExecutionEvent[];
  /** The newest sequence number that there is, not only that of this page. */
  readonly lastSeq: number;
  readonly isOver: boolean;
}

export interface LogView {
  readonly taskId: string;
  readonly attempt: number;
  readonly text: string;
  /** True while the attempt runs: more may come. */
  readonly isTail: boolean;
}

export interface ReportView {
  readonly executionId: string;
  readonly title: string;
  readonly status: ExecutionStatusView['status'];
  readonly state: ExecutionStatus;
  readonly reason?: string;
  readonly hint?: string;
  /** One paragraph for people. */
  readonly summary: string;
  readonly tasks: readonly TaskView[];
  readonly questions: readonly QuestionView[];
  readonly costUsd: number;
  /** From the first start to the end, or until now. */
  readonly durationMs: number;
  /** What all attempts took together. */
  readonly serialMs: number;
  /** Where the result is; absent without a repository or before there is one. */
  readonly result?: {
    readonly dir: string;
    readonly branch: string;
    readonly commit: string;
    readonly changedFiles: readonly string[];
  };
  /** It is over, and its result is still on its way into the repository. */
  readonly isResultPending: boolean;
  /** Paths that were not committed when it started, and so are not part of it. */
  readonly leftOut: readonly string[];
  /** What to do better next time; nothing before it is over. */
  readonly advice: readonly string[];
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

/** What a fork is answered with, once it is committed: the proof of a hand-off. */
export interface ForkView {
  readonly executionId: string;
  readonly planId: string;
  readonly sha256: string;
  readonly receipt: string;
  readonly isNew: boolean;
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

/** What a link from a message would decide. */
export interface ApprovalView {
  readonly executionId: string;
  readonly planTitle: string;
  readonly decision: 'pass' | 'fail' | 'resume' | 'cancel';
  readonly asks: string;
  readonly task?: { readonly id: string; readonly title: string };
  /** What the agent says it did; never believed. */
  readonly summary?: string;
  /** False once it is decided, by whatever way. */
  readonly isAsked: boolean;
  readonly expiresAt: string;
}
