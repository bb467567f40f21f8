import type { Evidence, TaskStatus } from '../execution/execution';
import type { Verdict } from '../execution/verdict';

/** What a person is asked: one criterion of one task. */
export interface QuestionView {
  readonly taskId: string;
  /** The id that the plan used for the task. */
  readonly originalId: string;
  readonly taskTitle: string;
  /**
   * A criterion's id; `gate` for a task's human gate, `conflict` for a merge that went wrong three times, `more-tries` for tries that
   * are used up.
   */
  readonly criterionId: string;
  readonly text: string;
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
  /** What the attempt that runs is expected to take from its start; absent unless one runs. */
  readonly estimateMs?: number;
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
  /** How it ended by its own word: `done`, `failed`, `limit-reached`, `away`, `lost`, `released`; absent while it runs. */
  readonly outcome?: string;
  /** What became of it: its task was completed with it, or not, and `message` says why. Absent while it is not judged, and where it never was. */
  readonly verdict?: Verdict['type'];
  /** What went wrong, whole. */
  readonly message?: string;
  readonly durationMs?: number;
  readonly costUsd: number;
  /** What the agent says it did; never believed. */
  readonly summary?: string;
  readonly changedFiles: readonly string[];
  readonly evidence: readonly Evidence[];
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

export interface LogView {
  readonly taskId: string;
  readonly attempt: number;
  readonly text: string;
  /** Bytes of the log, in UTF-8, before `text`: 0 where it is there from its beginning. */
  readonly offset: number;
  /** True while the attempt runs: more may come. */
  readonly isTail: boolean;
}
