import type { PreviewAnswer } from '../app/runtime';
import type { Handoff } from '../core/handoff/handoff-body';
import type { HandoffReply } from '../core/handoff/handoff-reply';
import type { Scope } from '../core/handoff/scopes';
import type { PlanText } from '../core/plan/plan';
import type {
  AnswerRequest,
  ControlRequest,
  ControlView,
  ForkRequest,
  ProjectRequest,
  SimilarRequest,
} from '../core/report/requests';
import type { FsckView, HealthView, ProjectView, SimilarView, TokenView } from '../core/report/service-views';
import type { LogView, TaskDetailView, TaskView } from '../core/report/task-view';
import type { EventPage, ExecutionListing, ExecutionStatusView, ForkView, ReportView } from '../core/report/views';

/** Of a preview, what nobody knows who only reads the plan. */
export type PreviewThere = Required<Pick<PreviewedPlan, 'unmet' | 'options' | 'forecast'>> &
  Pick<PreviewedPlan, 'releases'>;
type PreviewedPlan = Extract<PreviewAnswer, { type: 'plan' }>;

/**
 * The gateway as commands see it. Every method rejects with the error that the gateway answered, its code and hint kept,
 * or `UNAVAILABLE_GATEWAY` when nobody answers.
 */
export interface GatewayClient {
  /** `patienceMs`: it rejects after so long without a receipt. */
  handoff(body: Uint8Array, idempotencyKey: string, patienceMs: number): Promise<HandoffReply>;
  /**
   * What only who runs a plan knows of it; the plan itself is one that can be read.
   * @throws {AccessError} without `plan:read`. @throws {RequestError} `PROJECT_UNKNOWN`, `OPTIONS_INVALID`.
   */
  preview(plan: PlanText, options: Handoff['options'], project?: string): Promise<PreviewThere>;
  /** Newest first; with `after` those behind that one. */
  list(filter: {
    readonly limit: number;
    readonly conversationId?: string;
    readonly after?: string;
  }): Promise<readonly ExecutionListing[]>;
  /** Executions as asked, newest first, a page at a time. */
  find(filter: FindFilter): Promise<{ readonly executions: readonly ExecutionListing[]; readonly nextCursor?: string }>;
  status(executionId: string): Promise<ExecutionStatusView>;
  tasks(executionId: string): Promise<readonly TaskView[]>;
  task(executionId: string, taskId: string): Promise<TaskDetailView>;
  events(executionId: string, after: number): Promise<EventPage>;
  log(executionId: string, taskId: string): Promise<LogView>;
  report(executionId: string): Promise<ReportView>;
  control(executionId: string, request: ControlRequest, actor: string): Promise<ControlView>;
  fork(executionId: string, request: ForkRequest, actor: string): Promise<ForkView>;
  answer(executionId: string, request: AnswerRequest, actor: string): Promise<ControlView>;
  projects(): Promise<readonly ProjectView[]>;
  addProject(project: ProjectRequest): Promise<ProjectView>;
  similar(request: SimilarRequest): Promise<readonly SimilarView[]>;
  tokens(): Promise<readonly TokenView[]>;
  createToken(request: {
    readonly scopes: readonly Scope[];
    readonly name?: string;
    readonly expiresAt?: string;
  }): Promise<TokenView & { readonly token: string }>;
  revokeToken(wanted: string): Promise<TokenView>;
  fsck(executionId?: string): Promise<FsckView>;
  health(): Promise<HealthView>;
}

/** What `GET /api/execution` may be asked; times are ISO 8601. */
export interface FindFilter {
  readonly conversationId?: string;
  /** States with commas between. */
  readonly status?: string;
  readonly project?: string;
  readonly since?: string;
  readonly until?: string;
  readonly endedSince?: string;
  readonly title?: string;
  readonly cursor?: string;
  readonly limit: number;
}
