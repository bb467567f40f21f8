import type { ExecutionStatus } from '../core/execution/execution';
import type { Scope } from '../core/handoff/scopes';
import type { PlanNote } from '../core/plan/plan';
import type { AnswerRequest, ControlRequest, ControlView, ProjectRequest } from '../core/report/requests';
import type {
  EventPage,
  ExecutionListing,
  ExecutionStatusView,
  FsckView,
  HealthView,
  LogView,
  ProjectView,
  ReportView,
  TaskDetailView,
  TaskView,
  TokenView,
} from '../core/report/views';

/**
 * The gateway as commands see it. Every method rejects with the error that the gateway answered, its code and hint kept,
 * or `UNAVAILABLE_GATEWAY` when nobody answers.
 */
export interface GatewayClient {
  /** `patienceMs`: it rejects after so long without a receipt. */
  handoff(body: Uint8Array, idempotencyKey: string, patienceMs: number): Promise<HandoffReply>;
  list(filter: { readonly limit: number; readonly conversationId?: string }): Promise<readonly ExecutionListing[]>;
  /** Executions as asked, newest first, a page at a time. */
  find(filter: FindFilter): Promise<{ readonly executions: readonly ExecutionListing[]; readonly nextCursor?: string }>;
  status(executionId: string): Promise<ExecutionStatusView>;
  tasks(executionId: string): Promise<readonly TaskView[]>;
  task(executionId: string, taskId: string): Promise<TaskDetailView>;
  events(executionId: string, after: number): Promise<EventPage>;
  log(executionId: string, taskId: string): Promise<LogView>;
  report(executionId: string): Promise<ReportView>;
  control(executionId: string, request: ControlRequest, actor: string): Promise<ControlView>;
  answer(executionId: string, request: AnswerRequest, actor: string): Promise<ControlView>;
  projects(): Promise<readonly ProjectView[]>;
  addProject(project: ProjectRequest): Promise<ProjectView>;
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
  readonly title?: string;
  readonly cursor?: string;
  readonly limit: number;
}

/** The proof that a plan is committed. Anything else that comes back is no acceptance. */
export interface HandoffReply {
  readonly executionId: string;
  readonly planId: string;
  readonly sha256: string;
  readonly receipt: string;
  /** False when this hand-off was taken before; absent in answers of older versions. */
  readonly isNew?: boolean;
  /** How the execution stands. */
  readonly state?: ExecutionStatus;
  /** What was decided when the plan was read. */
  readonly notes?: readonly PlanNote[];
}
