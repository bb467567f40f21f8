import type { PreviewAnswer } from '../app/runtime';
import type { Scope } from '../core/handoff/scopes';
import type { ExecutionMetrics } from '../core/report/execution-metrics';
import type {
  AnswerRequest,
  ControlRequest,
  ControlView,
  ForkRequest,
  ProjectRequest,
  ResearchRequest,
  SimilarRequest,
} from '../core/report/requests';
import type {
  FsckView,
  HealthView,
  ProjectView,
  RegisteredProject,
  ResearchView,
  SimilarView,
  TokenView,
} from '../core/report/service-views';
import type { LogView, TaskDetailView, TaskView } from '../core/report/task-view';
import type {
  ApprovalView,
  EventPage,
  ExecutionListing,
  ExecutionStatusView,
  ForkView,
  ReportView,
} from '../core/report/views';

/**
 * Everything that the gateway calls, one app function each; `main` wires it.
 *
 * Failures are `NightshiftError`s; `http/status-of-error.ts` turns their codes into HTTP statuses. Unknown ids throw `RequestError`
 * `EXECUTION_UNKNOWN`, `TASK_UNKNOWN` or `PROJECT_UNKNOWN` (404); a request that does not fit the state throws
 * `CONTROL_REFUSED`, `ANSWER_NOT_ASKED` or `HANDOFF_KEY_REUSED` (409).
 */
export interface GatewayApp {
  /** Reads and commits a plan. 202 new, 200 the same again, 409 key reused, 422 problems; the body is R-80's HandoffResponse with the receipt, or `{error}`. */
  handoff(request: HandoffRequest, actor: string): Promise<HttpAnswer>;
  status(executionId: string): Promise<ExecutionStatusView>;
  /** What a plan would be if it were handed over so; its problems are an answer too. Nothing is kept. @throws {RequestError} `PLAN_FILE_UNREADABLE`, `PROJECT_UNKNOWN`, `OPTIONS_INVALID`. */
  preview(request: PreviewRequest): Promise<PreviewAnswer>;
  /** A plan that lies in the folder of a registered project. @throws {RequestError} `PLAN_FILE_UNREADABLE`, `PROJECT_UNKNOWN`. */
  readPlan(plan: PlanAsFile, project: string): Promise<PlanAsText>;
  /** Newest first. @throws {RequestError} `QUERY_INVALID` when nothing has the cursor's id, `PROJECT_UNKNOWN`. */
  list(filter: ListFilter): Promise<readonly ExecutionListing[]>;
  /** In plan order. */
  tasks(executionId: string): Promise<readonly TaskView[]>;
  /** One task with its attempts, evidence, log and artifacts. */
  task(executionId: string, taskId: string): Promise<TaskDetailView>;
  /** What an attempt of this execution left, by digest. @throws {RequestError} `ARTIFACT_UNKNOWN`. */
  artifact(executionId: string, digest: string): Promise<Uint8Array>;
  /** Events with a higher sequence number than `after`, in order, at most `limit`. */
  events(executionId: string, after: number, limit: number): Promise<EventPage>;
  /** The log of the newest attempt of a task: its tail while it runs, all that was kept afterwards. */
  log(executionId: string, taskId: string): Promise<LogView>;
  /** Also while it runs: what there is so far. */
  report(executionId: string): Promise<ReportView>;
  /** Pausing what is paused and resuming what runs change nothing and succeed. */
  control(executionId: string, request: ControlRequest, actor: string): Promise<ControlView>;
  /** Starts a new execution from a completed task of this one. */
  fork(executionId: string, request: ForkRequest, actor: string): Promise<ForkView>;
  /** Answers one manual criterion, human gate (`gate`), conflict (`conflict`) or the question whether a task is tried again (`more-tries`). The same answer twice changes nothing. */
  answer(executionId: string, request: AnswerRequest, actor: string): Promise<ControlView>;
  projects(): Promise<readonly ProjectView[]>;
  /** @throws {RequestError} `PROJECT_NOT_A_FOLDER`, `PROJECT_NOT_GIT`, `PROJECT_NO_COMMITS`, `PROJECT_BARE`. */
  addProject(request: ProjectRequest, actor: string): Promise<ProjectView>;
  /** A registered project, by id, name or folder, and what is not committed in it: undefined on another host, or broken. */
  registered(project: string): Promise<RegisteredProject | undefined>;
  similar(request: SimilarRequest): Promise<readonly SimilarView[]>;
  /** @throws {ConfigError} `RESEARCH_NOT_CONFIGURED`. */
  research(request: ResearchRequest, signal: AbortSignal): Promise<ResearchView>;
  health(): Promise<HealthView>;
  /** Checks one execution, or everything. */
  fsck(executionId?: string): Promise<FsckView>;
  /** Numbers about executions, for /metrics. */
  metrics(): Promise<ExecutionMetrics>;
  tokens(): Promise<readonly TokenView[]>;
  /** Makes a token; only this answer has it. @throws {RequestError} `TOKEN_NAME_TAKEN`, `TOKEN_EXPIRED`. */
  createToken(request: TokenRequest, actor: string): Promise<TokenView & { readonly token: string }>;
  /** Refuses a token from now on, by its id or name; doing it twice changes nothing. @throws {RequestError} `TOKEN_UNKNOWN`. */
  revokeToken(wanted: string, actor: string): Promise<TokenView>;
  /** What a link from a message would decide. @throws {RequestError} `APPROVAL_UNKNOWN`, `APPROVAL_EXPIRED`. */
  approval(ticket: string): Promise<ApprovalView>;
  /** Decides it, once. @throws {RequestError} also `APPROVAL_DECIDED`. */
  approve(ticket: string, note: string | undefined): Promise<ControlView>;
  /** Scopes of the token with this SHA-256 (hex), or undefined when there is none, or it is expired or revoked. */
  scopesOf(tokenDigest: string): Promise<readonly string[] | undefined>;
  /** Those of these SHA-256 (hex) that a token has which is neither expired nor revoked. Notes no use of it. */
  knownTokens(digests: readonly string[]): Promise<ReadonlySet<string>>;
  /** Notes what was refused at the door. Never a secret. */
  audit(entry: {
    readonly actor: string;
    readonly action: string;
    readonly target?: string;
    readonly outcome: 'done' | 'refused';
    readonly detail?: string;
  }): Promise<void>;
}

export interface HttpAnswer {
  readonly httpStatus: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A hand-off, whichever of its shapes came in. */
export interface HandoffRequest {
  readonly idempotencyKey: string;
  /** SHA-256 in hex of the body as it came in: the same key with another digest is refused. */
  readonly digest: string;
  readonly plan: PlanSent;
  /** Folder or id of a registered project. Absent: an execution without a repository. */
  readonly project?: string;
  readonly conversationId?: string;
  /** As it came in; the app knows which options there are and refuses others. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** A plan as text, or as a file of the project's folder: relative, inside it. */
export type PlanSent = PlanAsText | PlanAsFile;

export interface PlanAsFile {
  readonly file: string;
  readonly format?: string;
}

export interface PlanAsText {
  readonly text: string;
  readonly fileName?: string;
  readonly format?: string;
}

export interface PreviewRequest {
  readonly plan: PlanSent;
  readonly project?: string;
  /** As a hand-off would say them. */
  readonly options: Readonly<Record<string, unknown>>;
}

export interface ListFilter {
  readonly conversationId?: string;
  readonly status?: readonly string[];
  /** Id, name or folder. */
  readonly project?: string;
  /** Handed over at this time or later, and before that one. ISO 8601. */
  readonly since?: string;
  readonly until?: string;
  /** Over, and since this time or later. */
  readonly endedSince?: string;
  /** A part of the title, in any case. */
  readonly title?: string;
  /** The last execution of the page before: those that follow it. */
  readonly after?: string;
  readonly limit: number;
}

export interface TokenRequest {
  readonly name?: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt?: string;
}
