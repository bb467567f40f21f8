import type { PreviewAnswer } from '../app/runtime';
import type { ExecutionStatus } from '../core/execution/execution';
import type { Handoff } from '../core/handoff/handoff-body';
import type { HandoffReply } from '../core/handoff/handoff-reply';
import type { PlanText } from '../core/plan/plan';
import type { AnswerRequest, ControlRequest, ControlView, SimilarRequest } from '../core/report/requests';
import type { RegisteredProject, SimilarView } from '../core/report/service-views';
import type { LogView, TaskView } from '../core/report/task-view';
import type { ExecutionListing, ExecutionStatusView, ReportView } from '../core/report/views';
import type { AskedOptions } from './options-field';

/** A right that a token may have, as the routes of the gateway ask for it. */
export type McpScope = 'plan:submit' | 'plan:read' | 'plan:control';

/**
 * What tools and resources ask nightshift for, each as one call, for one caller whose rights were looked at or will be.
 * Rejects with `NightshiftError`s, whose code and hint the model is told.
 */
export interface McpBackend {
  /** @throws {AccessError} or {RequestError} when the caller may not; where somebody else looks at rights, never. */
  demand(scope: McpScope): Promise<void>;
  /**
   * Tasks, waves and critical path of a plan handed over for this project with these options, or all problems. Nothing is kept.
   *
   * @throws {RequestError} what a hand-off would be refused for besides: `PROJECT_UNKNOWN`, `OPTIONS_INVALID`.
   */
  preview(plan: PlanText, options: AskedOptions, project?: string): Promise<PreviewAnswer>;
  /**
   * Answers with the receipt, once it is committed. The same key with the same bytes is the same hand-off.
   * `onWait` is told why there is no receipt yet, before each further try.
   */
  handoff(handoff: Handoff, key: string, call: HandoffCall): Promise<HandoffReply>;
  /** Newest first; with `after` those behind that one. @throws {RequestError} `PROJECT_UNKNOWN`. */
  list(filter: McpListFilter): Promise<readonly ExecutionListing[]>;
  status(executionId: string): Promise<ExecutionStatusView>;
  tasks(executionId: string): Promise<readonly TaskView[]>;
  log(executionId: string, taskId: string): Promise<LogView>;
  report(executionId: string): Promise<ReportView>;
  control(executionId: string, request: ControlRequest): Promise<ControlView>;
  answer(executionId: string, request: AnswerRequest): Promise<ControlView>;
  similar(request: SimilarRequest): Promise<readonly SimilarView[]>;
  /**
   * A plan that is in a file: of the registered project that is named; where caller and server are on one machine also of the
   * working folder and its repository.
   *
   * @throws {RequestError} `PLAN_FILE_UNREADABLE`, `PLAN_FILE_OUTSIDE`, `PLAN_FILE_ELSEWHERE` where no project is named, `PROJECT_UNKNOWN`.
   */
  readPlan(path: string, project: string | undefined, format?: string): Promise<PlanRead>;
  /** A registered project, named by folder, name or id; undefined where that cannot be seen from here. */
  registered(project: string): Promise<RegisteredProject | undefined>;
  /** Where caller and server are on one machine: the caller's folder. */
  readonly folder?: CallersFolder;
}

export interface McpListFilter {
  readonly limit: number;
  readonly conversationId?: string;
  readonly after?: string;
  /** Id, name or folder of a registered project. */
  readonly project?: string;
  /** In any of these states. */
  readonly status?: readonly ExecutionStatus[];
}

/** A plan as it is sent. */
export interface PlanRead {
  readonly text: string;
  readonly fileName: string;
  /** As it was asked for; absent where it is sent in nightshift's own schema. */
  readonly format?: string;
}

export interface HandoffCall {
  readonly signal: AbortSignal;
  readonly onWait: (reason: string) => void;
}

/** The folder in which the caller works. */
export interface CallersFolder {
  /**
   * A file of the registered project's folder `project` where one is given, else, or where it is not there, of the working folder
   * or the repository that it lies in. A folder is the plan that its files are together.
   *
   * @throws {RequestError} `PLAN_FILE_UNREADABLE`, `PLAN_FILE_OUTSIDE`. @throws {PlanError} with all problems of a folder.
   */
  readPlan(path: string, project?: string, format?: string): Promise<PlanRead>;
  /**
   * The top of the repository that a path lies in, as projects are known by, with what is not committed there; the path itself
   * where there is none.
   *
   * @throws {RequestError} what would stop its runs: no commit, conflicts.
   */
  projectAt(path: string): Promise<{ readonly dir: string; readonly dirty: readonly string[] }>;
}
