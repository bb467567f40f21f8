import type { ExecutionEvent } from '../execution/event';
import type { ExecutionStatus } from '../execution/execution';
import type { QuestionView, TaskView } from './task-view';

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
  readonly currentTask?: CurrentTaskView;
  readonly currentTasks: readonly CurrentTaskView[];
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

/** A task that runs now. */
export interface CurrentTaskView {
  readonly id: string;
  readonly title: string;
  readonly startedAt: string;
  /** What it is expected to take from its start. */
  readonly estimateMs: number;
}

/** What went wrong last in a task. */
export interface FailureView {
  readonly id: string;
  readonly title: string;
  /** False while it is to be tried again. */
  readonly isFinal: boolean;
  /** Attempts that failed since the task was opened, or a person gave it tries again. */
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
  /** Why nobody knows when it will be over, while it runs; absent where it is known. */
  readonly etaUnknown?: string;
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
  /** Why that is below 1; absent where it is not. */
  readonly note?: string;
  /** The shortest time that any schedule could take, divided by the time that it will have taken; 1 is perfect. */
  readonly efficiency: number;
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
  /** `host:path` of its archive, once it is nowhere else. */
  readonly archive?: string;
}

export interface EventPage {
  readonly events: readonly ExecutionEvent[];
  /** The newest sequence number that there is, not only that of this page. */
  readonly lastSeq: number;
  readonly isOver: boolean;
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
  /** What running side by side gained, once it is over: as many times as fast as one after the other, and its share of the best that is possible. */
  readonly gain?: { readonly speedup: number; readonly efficiency: number };
  /** Where the result is; absent without a repository or before there is one. */
  readonly result?: {
    readonly dir: string;
    readonly branch: string;
    readonly commit: string;
    readonly changedFiles: readonly string[];
  };
  /** It is over, and its result is still on its way into the repository. */
  readonly isResultPending: boolean;
  /** Why it is not there yet, where it was tried and will be again. */
  readonly resultProblem?: string;
  /** Paths that were not committed when it started, and so are not part of it. */
  readonly leftOut: readonly string[];
  /** What to do better next time; nothing before it is over. */
  readonly advice: readonly string[];
}

/** What a fork is answered with, once it is committed: the proof of a hand-off. */
export interface ForkView {
  readonly executionId: string;
  readonly planId: string;
  readonly sha256: string;
  readonly receipt: string;
  readonly isNew: boolean;
}

/** What a link from a message would decide. */
/** What became of a question that a link was about. */
export interface LinkDecision {
  readonly result: 'pass' | 'fail' | 'resume' | 'cancel';
  readonly by: string;
  readonly at: string;
}

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
  /** Who decided it, when somebody did. */
  readonly decided?: LinkDecision;
  readonly expiresAt: string;
}
