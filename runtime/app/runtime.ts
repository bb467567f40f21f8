import type { ErrorForm } from '../core/error-form';
import type { OptionsView } from '../core/handoff/options-view';
import type { PlanNote, PlanProblem } from '../core/plan/plan';
import type { PlanFacts } from '../core/plan/plan-facts';
import type { PlanPreview } from '../core/plan/preview-plan';
import type { ReleaseComparison } from '../core/schedule/compare-releases';

/**
 * What nodes may ask for. Every method takes `unknown` from the node's parameters and parses it,
 * so that a node holds no cast; every one is safe to call again after a crash.
 */
export interface Runtime {
  /** Checks the signature where one is asked for, reads the plan, and commits it. Problems are an answer. */
  submitPlan(input: unknown, caller: NodeCaller): Promise<SubmitAnswer>;
  /** Wave Scheduler's operation `enter`: lets a restarted loop in that brings its one-time key. A refusal is an answer. */
  enterLoop(input: unknown, caller: NodeCaller): Promise<EnterAnswer>;
  /** Wave Scheduler: releases and assigns what is ready, and says how the execution stands. */
  releaseAndAssign(input: unknown, caller: NodeCaller): Promise<LoopAnswer>;
  /** Agent Execute: announces what is assigned and registers the wait; `go-on` when there is something to do at once. */
  announceAndWait(input: unknown, caller: NodeCaller & { readonly resumeUrl: string }): Promise<WaitAnswer>;
  /** Agent Execute's `webhook()`: whether this nudge is for this wait and there is something to do. Never throws. */
  onWake(waiting: WaitingNode): Promise<WakeAnswer>;
  /** Verify: judges stored evidence, settles, hands merges out. */
  judgeAttempts(input: unknown, caller: NodeCaller): Promise<LoopAnswer>;
  /** Learn: from how many attempts was learned so far; with `final`, also why not from others. */
  learn(input: unknown, caller: NodeCaller): Promise<LoopAnswer>;
  /** Learn's operation `recommend`: the top similar past attempts for a text. */
  recommend(input: unknown): Promise<Answer>;
  /** Notify in the loop: what was sent so far, with `final` also why not what was not; with a message: sends that, once per key. */
  notify(input: unknown, caller: NodeCaller): Promise<Answer>;
  /** Research: answers a question with sources. */
  research(input: unknown): Promise<Answer>;
  /**
   * Agent Execute's and Verify's operation `run` in anybody's workflow: hands one task to a worker.
   * Answers `wait` until it is over; the wake brings the result through `resultOf`.
   */
  runInline(input: unknown, caller: NodeCaller & { readonly resumeUrl: string }): Promise<WaitAnswer>;
  /** The result of an inline task once it is over. */
  resultOf(executionId: string): Promise<Answer>;
  /** Wave Scheduler's operation `recover`: sweeps and reconciles once, as the gateway does every second. */
  recover(): Promise<Answer>;
  /** Wave Scheduler's operation `control`: pauses, resumes, cancels, or retries what failed. */
  control(input: unknown, caller: NodeCaller): Promise<Answer>;
  /** Wave Scheduler's operation `rollback`: takes an execution back to the moment right after a task was completed. */
  rollBack(input: unknown, caller: NodeCaller): Promise<Answer>;
  /** Wave Scheduler's operation `fork`: a new execution from there; the same item of the same n8n execution starts one. */
  fork(input: unknown, caller: NodeCaller): Promise<Answer>;
  /** How an execution stands, as R-80's StatusResponse with more. */
  status(executionId: string): Promise<Answer>;
  close(): Promise<void>;
}

/** The n8n execution that calls. */
export interface NodeCaller {
  readonly workflowId: string;
  readonly workflowName: string;
  readonly n8nExecutionId: string;
}

/** A node that is suspended, as its `webhook()` knows it: by the input that it suspended with, where that names its loop, else by the nudge. */
export interface WaitingNode {
  readonly executionId: string;
  readonly generation: number;
  readonly wait: number;
  readonly n8nExecutionId: string;
}

/** Plain data for an n8n item. */
export type Answer = Record<string, unknown>;

export type SubmitAnswer =
  | ({ readonly type: 'accepted'; readonly httpStatus: 202 | 200; readonly generation: number } & Answer)
  | {
      readonly type: 'refused';
      /** 401 signature, 409 key reused, 422 problems, 413 too large, 400 anything else wrong with the request. */
      readonly httpStatus: number;
      /** Of a webhook with its `requestId`, by which its answer and n8n's execution are found again. */
      readonly error: ErrorForm;
    };

export type EnterAnswer =
  | { readonly type: 'entered'; readonly executionId: string; readonly generation: number }
  | {
      readonly type: 'refused';
      readonly httpStatus: 401;
      readonly error: { readonly code: string; readonly message: string; readonly hint: string };
    };

/** Small: ids, counts and what changed in this step. `stale`: this n8n execution does not drive it (any more); end silently. */
export type LoopAnswer =
  | { readonly type: 'stale' }
  | ({
      readonly type: 'current';
      readonly executionId: string;
      readonly generation: number;
      /** `handed-on`: the loop continues in a new n8n execution (after 400 turns); end silently. */
      readonly state: 'running' | 'waiting' | 'paused' | 'over' | 'handed-on';
      readonly status: string;
    } & Answer);

export type WaitAnswer =
  | { readonly type: 'stale' }
  | ({ readonly type: 'go-on'; readonly executionId: string; readonly generation: number } & Answer)
  | ({
      readonly type: 'wait';
      readonly executionId: string;
      readonly generation: number;
      readonly wait: number;
    } & Answer);

export type WakeAnswer = {
  /** HTTP status and JSON body for whoever nudged. */
  readonly httpStatus: number;
  readonly body: Answer;
  /** The item with which the workflow goes on; absent: it stays suspended. */
  readonly item?: Answer;
};

export interface PreviewForecast {
  readonly lowMinutes: number;
  readonly middleMinutes: number;
  readonly highMinutes: number;
}

/** Parse Plan's operation `preview`: pure, no runtime needed. */
export type PreviewAnswer =
  | {
      readonly type: 'plan';
      readonly preview: PlanPreview;
      readonly notes: readonly PlanNote[];
      /** What the text says, in its own ids. */
      readonly facts: PlanFacts;
      /** A flow chart of it. */
      readonly mermaid: string;
      /** What it takes rolling and in strict waves. Absent: it is too large to tell at once. */
      readonly releases?: ReleaseComparison;
      /** What its tasks need and nobody here has: a hand-off would be refused. Absent: no worker was asked. */
      readonly unmet?: readonly PlanProblem[];
      /** With what it would run: what was asked for over what holds here. Absent: nightshift was not asked. */
      readonly options?: OptionsView;
      /** What it would take so, beside what runs now: in 8 of 10 cases between low and high. Absent: nightshift was not asked, or it would not end. */
      readonly forecast?: PreviewForecast;
    }
  | {
      readonly type: 'problems';
      readonly problems: readonly PlanProblem[];
      readonly total: number;
      /** Absent: none was found. */
      readonly format?: string;
      readonly notes: readonly PlanNote[];
      readonly facts: PlanFacts;
    };
