import type { WorkerId } from '../ids';
import type { Answer, AssignmentKind, AttemptRef, EndedAttempt, Question } from './execution';

/**
 * What can happen to an execution. Each event has all that the fold needs; the order is its `seq`.
 *
 * A task lives so (each arrow is one event; `legal-transitions.ts` has the table that the database enforces):
 *
 *   pending ─task-assigned─▶ assigned ─attempt-started─▶ active ─attempt-ended─▶ verifying ─task-approved─▶ integrating ─task-completed─▶ completed
 *      ▲  ▲                     │                          │                       │ │ │
 *      │  └assignment-withdrawn─┘                          │                       │ │ └─task-waiting─▶ waiting ─task-answered─▶ verifying
 *      ├──attempt-lost, attempt-released───────────────────┘                       │ └─task-failed─▶ failed ─task-reopened─▶ pending
 *      └──task-retried─────────────────────────────────────────────────────────────┘
 *
 * `writes-undeclared` leaves a task `verifying`.
 * While `integrating`, `task-assigned` (kind `merge`), `merge-started`, `attempt-lost` and `assignment-withdrawn` leave it integrating;
 * `merge-conflicted` sends it back to pending. A task with a human gate goes pending ─▶ waiting ─▶ pending before its first attempt.
 */
export type EventBody =
  | {
      readonly type: 'execution-submitted';
      readonly planId: string;
      /** Of the hand-off's body. */
      readonly planDigest: string;
      /** Of plan and options as they are stored; logs of older versions have none. */
      readonly inputDigest?: string;
      readonly tasks: number;
    }
  | { readonly type: 'execution-started' }
  | { readonly type: 'execution-based'; readonly base: string; readonly leftOut: readonly string[] }
  | { readonly type: 'execution-waiting'; readonly tasks: readonly string[] }
  | { readonly type: 'execution-continued' }
  | { readonly type: 'execution-paused'; readonly reason: string }
  /** `allowsMore`: a person's resume, from which the cost cap and the failures in a row count anew. */
  | { readonly type: 'execution-resumed'; readonly allowsMore: boolean }
  | { readonly type: 'execution-reopened'; readonly epoch: number }
  /**
   * A person took it back to the moment right after task `to` was completed in event `toSeq`, and the branch to `tip`; what is
   * to begin anew is reopened by the events that follow.
   */
  | {
      readonly type: 'execution-rolled-back';
      readonly to: number;
      readonly toSeq: number;
      readonly epoch: number;
      readonly wavesCompleted: number;
      readonly tip?: string;
    }
  /** The database was restored from a backup: no token up to `tokenFloor` is given again, whoever still knows one. */
  | { readonly type: 'execution-restored'; readonly epoch: number; readonly tokenFloor: number }
  | { readonly type: 'execution-cancelled'; readonly reason: string }
  | { readonly type: 'execution-succeeded' }
  | { readonly type: 'execution-failed'; readonly reason: string }
  | { readonly type: 'progress-reported'; readonly completed: number; readonly total: number }
  /** The result stands in the user's repository; no change of state, it may follow the end. */
  | { readonly type: 'result-delivered'; readonly branch: string; readonly tip: string }
  | { readonly type: 'wave-completed'; readonly wave: number; readonly waves: number }
  /** What an attempt had cost that was taken from its worker; its worker says so afterwards, it may follow the end. */
  | {
      readonly type: 'cost-booked';
      readonly of: AttemptRef;
      readonly costUsd: number;
      readonly inputTokens: number;
      readonly outputTokens: number;
    }
  | TaskEventBody;

/** It takes an attempt that costs money from its worker, who has yet to say how much (`cost-booked`). */
export interface Owes {
  readonly owes?: true;
}

export type TaskEventBody = { readonly task: number } & (
  | {
      readonly type: 'task-assigned';
      readonly token: number;
      readonly worker: WorkerId;
      readonly kind: AssignmentKind;
      /** Slots of the worker that it takes; 1 unless given. */
      readonly slots?: number;
      /** What the attempt may cost; absent where its agent costs nothing. */
      readonly grantUsd?: number;
    }
  | { readonly type: 'task-announced'; readonly token: number }
  /** `isLate`: its worker is there and did not start it in time; the next one is another, where there is one. */
  | { readonly type: 'assignment-withdrawn'; readonly token: number; readonly reason: string; readonly isLate?: true }
  | { readonly type: 'attempt-started'; readonly token: number; readonly worker: WorkerId; readonly agent: string }
  | { readonly type: 'attempt-ended'; readonly token: number; readonly attempt: EndedAttempt }
  | ({
      readonly type: 'attempt-lost';
      readonly token: number;
      readonly reason: string;
      readonly isFault: boolean;
    } & Owes)
  /** `costUsd`: what it had cost by then. */
  | ({
      readonly type: 'attempt-released';
      readonly token: number;
      readonly reason: string;
      readonly costUsd?: number;
    } & Owes)
  /** The attempt that ended changed files that its task does not declare. */
  | { readonly type: 'writes-undeclared'; readonly token: number; readonly files: readonly string[] }
  | { readonly type: 'task-approved'; readonly token: number; readonly passed: readonly string[] }
  | {
      readonly type: 'task-retried';
      readonly token: number;
      readonly failure: string;
      readonly dueAt: string;
      readonly countsAsTry: boolean;
    }
  | { readonly type: 'task-waiting'; readonly token: number; readonly question: Question }
  | { readonly type: 'task-answered'; readonly answer: Answer }
  | { readonly type: 'merge-started'; readonly token: number; readonly worker: WorkerId }
  | { readonly type: 'merge-conflicted'; readonly token: number; readonly files: readonly string[] }
  | {
      readonly type: 'task-completed';
      readonly token: number;
      /** Token of the attempt whose evidence proves it (I23). */
      readonly attemptToken: number;
      /** SHA-256 over that attempt's evidence. */
      readonly evidenceDigest: string;
      readonly commit?: string;
      /** The integration branch before and after; absent without a repository. */
      readonly tip?: { readonly from: string; readonly to: string };
    }
  | { readonly type: 'task-failed'; readonly token: number; readonly reason: string; readonly failure: string }
  | ({ readonly type: 'task-skipped'; readonly reason: string; readonly because?: number } & Owes)
  | ({ readonly type: 'task-reopened' } & Owes)
);

/** An event as it stands in the log. */
export interface ExecutionEvent {
  readonly seq: number;
  /** Database time, ISO 8601 in UTC, milliseconds. */
  readonly at: string;
  /** Who did it: `n8n:<workflow>`, `worker:<id>`, `person:<name>`, `gateway`, `example`. */
  readonly actor: string;
  readonly body: EventBody;
  /** `sha256(previous hash ‖ canonical event)`, hex. */
  readonly hash: string;
}

export type EventType = EventBody['type'];

/** True for the events of one task. */
export const isTaskEvent = (body: EventBody): body is TaskEventBody => 'task' in body;
