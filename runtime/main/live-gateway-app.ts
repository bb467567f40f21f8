import { answerTask } from '../app/answer-question';
import { checkHealth, type HealthDeps } from '../app/check-health';
import { type ControlDeps, controlExecution } from '../app/control-execution';
import { decideByLink, viewLink } from '../app/decide-by-link';
import { findProject } from '../app/find-project';
import { findTask } from '../app/find-task';
import { forkExecution } from '../app/fork-execution';
import { type FsckDeps, fsck } from '../app/fsck';
import { listExecutions } from '../app/list-executions';
import { createToken, listTokens, revokeToken } from '../app/manage-tokens';
import { previewHandoff } from '../app/preview-handoff';
import { readProjectPlan } from '../app/read-project-plan';
import { type RecommendDeps, recommend } from '../app/recommend';
import { type ResearchDeps, research } from '../app/research';
import { rollBackExecution } from '../app/roll-back-execution';
import type { PreviewAnswer } from '../app/runtime';
import { type ViewDeps, viewLog, viewReport, viewStatus, viewTasks } from '../app/view-execution';
import { readArtifact, viewTask } from '../app/view-task';
import { isNightshiftError, RequestError } from '../core/errors';
import { isOver } from '../core/execution/execution';
import { findRegistered } from '../core/handoff/find-registered';
import { NODE_SCOPES } from '../core/handoff/node-token';
import { asExecutionId, type ExecutionId } from '../core/ids';
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
import type {
  GatewayApp,
  HandoffRequest,
  HttpAnswer,
  ListFilter,
  PlanAsFile,
  PlanAsText,
  PlanSent,
  PreviewRequest,
  TokenRequest,
} from '../gateway/gateway-app';
import type { Ids } from '../ports/ids';
import type { ProjectFiles } from '../ports/project-files';
import type { ArtifactStore, AuditLog, MetricReader, Project, ProjectStore, TokenStore } from '../ports/records';
import type { Repositories } from '../ports/repositories';
import { type AcceptDeps, acceptHandoff, originOf } from './facade/accept-handoff';
import { parseOptions } from './facade/parse-options';
import { refuseForeignExample } from './refuse-foreign-example';

export type GatewayAppDeps = AcceptDeps &
  ControlDeps &
  ViewDeps &
  HealthDeps & {
    readonly projects: ProjectStore;
    readonly repositories: Repositories;
    readonly projectFiles: ProjectFiles;
    readonly artifacts: ArtifactStore;
    readonly measured: MetricReader;
    readonly ids: Ids;
    readonly tokens: TokenStore;
    readonly audit: AuditLog;
    /** Digest of the token that the operator has, `OWN_SCOPES`. */
    readonly ownToken?: string;
    /** Digests of the tokens of nodes, one for each signing secret. */
    readonly nodeTokens: ReadonlySet<string>;
    readonly recommending: RecommendDeps;
    readonly researching: ResearchDeps;
    readonly fsck: FsckDeps;
    readonly signingSecrets: readonly string[];
    readonly host: ControlDeps['host'];
    readonly hostName: string;
  };

/** What the operator's token may do. */
export const OWN_SCOPES = ['plan:submit', 'plan:read', 'plan:control', 'admin'] as const;

/** A database that says nothing for so long counts as away. */
const DATABASE_SILENT_MS = 1_000;

/** Everything that the gateway asks for, each one app call. */
export class LiveGatewayApp implements GatewayApp {
  constructor(private readonly deps: GatewayAppDeps) {}

  async handoff(request: HandoffRequest, actor: string): Promise<HttpAnswer> {
    const read = async () => ({ ...request, plan: await this.planOf(request) });
    const answer = await acceptHandoff(this.deps, read, actor, { type: 'to-start' });
    if (answer.type === 'refused') return { httpStatus: answer.httpStatus, body: { error: answer.error } };
    const { type: _type, httpStatus, generation: _generation, ...body } = answer;
    return { httpStatus, body };
  }

  status(id: string): Promise<ExecutionStatusView> {
    return viewStatus(this.deps, executionIdOf(id));
  }

  async preview(request: PreviewRequest): Promise<PreviewAnswer> {
    const plan = await this.planOf(request);
    const { project: wanted, options } = request;
    const project = wanted === undefined ? undefined : await findProject(this.deps, wanted);
    return previewHandoff(this.deps, plan, {
      ...this.deps.defaults,
      ...parseOptions(options, this.deps.defaults),
      origin: originOf(this.deps.example, { ...request, plan }),
      ...(project === undefined ? {} : { projectId: project.id, homeHost: project.host }),
    });
  }

  readPlan(plan: PlanAsFile, project: string): Promise<PlanAsText> {
    return readProjectPlan(this.deps, plan, project);
  }

  list(filter: ListFilter): Promise<readonly ExecutionListing[]> {
    return listExecutions(this.deps, filter);
  }

  tasks(id: string): Promise<readonly TaskView[]> {
    return viewTasks(this.deps, executionIdOf(id));
  }

  task(id: string, taskId: string): Promise<TaskDetailView> {
    return viewTask(this.deps, executionIdOf(id), taskId);
  }

  artifact(id: string, digest: string): Promise<Uint8Array> {
    return readArtifact(this.deps, executionIdOf(id), digest);
  }

  async events(id: string, after: number, limit: number): Promise<EventPage> {
    const { execution } = await this.deps.cache.refresh(executionIdOf(id));
    const events = await this.deps.store.eventsAfter(execution.id, after, limit);
    return { events, lastSeq: execution.lastSeq, isOver: isOver(execution.status) };
  }

  log(id: string, taskId: string): Promise<LogView> {
    return viewLog(this.deps, executionIdOf(id), taskId);
  }

  report(id: string): Promise<ReportView> {
    return viewReport(this.deps, executionIdOf(id));
  }

  async control(id: string, { action, taskId, stopsRunning }: ControlRequest, actor: string): Promise<ControlView> {
    const executionId = executionIdOf(id);
    const { execution } = await this.deps.cache.refresh(executionId);
    refuseForeignExample(execution, actor);
    const { message } =
      action === 'rollback'
        ? await rollBackExecution(this.deps, { executionId, taskId: taskId ?? '', actor })
        : await controlExecution(this.deps, {
            executionId,
            action,
            actor,
            ...(taskId === undefined ? {} : { taskId }),
            ...(stopsRunning === undefined ? {} : { stopsRunning }),
          });
    await this.deps.audit.write({ actor, action: `execution.${action}`, target: id, outcome: 'done' });
    return { success: true, message };
  }

  async fork(id: string, request: ForkRequest, actor: string): Promise<ForkView> {
    const receipt = await forkExecution(this.deps, { executionId: executionIdOf(id), ...request, actor });
    await this.deps.audit.write({ actor, action: 'execution.fork', target: id, outcome: 'done' });
    return receipt;
  }

  async answer(id: string, request: AnswerRequest, actor: string): Promise<ControlView> {
    const executionId = executionIdOf(id);
    const { execution } = await this.deps.cache.refresh(executionId);
    refuseForeignExample(execution, actor);
    const taskId = execution.plan.tasks[findTask(execution, request.taskId)]!.id;
    const { message } = await answerTask(this.deps, { ...request, executionId, taskId, actor });
    await this.deps.audit.write({
      actor,
      action: 'execution.answer',
      target: id,
      outcome: 'done',
      detail: `${taskId} ${request.criterionId} ${request.result}`,
    });
    return { success: true, message };
  }

  async projects(): Promise<readonly ProjectView[]> {
    return this.deps.projects.list();
  }

  async addProject(request: ProjectRequest, actor: string): Promise<ProjectView> {
    const { dir, dirty } = await this.deps.repositories.inspect(request.dir);
    const { shares, known } = await this.deps.repositories.checkShares(dir, request.shares ?? []);
    const project = await this.deps.projects.add({
      dir,
      host: this.deps.hostName,
      ...(request.name === undefined ? {} : { name: request.name }),
      ...(request.shares === undefined ? {} : { shares }),
    });
    await this.deps.audit.write({ actor, action: 'project.add', target: project.id, outcome: 'done', detail: dir });
    return { ...project, dirty, unshared: known.filter((path) => !project.shares.includes(path)) };
  }

  async registered(wanted: string): Promise<RegisteredProject | undefined> {
    const project = findRegistered(await this.deps.projects.list(), wanted);
    if (project === undefined) return undefined;
    return { dir: project.dir, dirty: await this.uncommitted(project) };
  }

  private async uncommitted({ dir, host }: Project): Promise<readonly string[] | undefined> {
    if (host !== this.deps.hostName) return undefined;
    try {
      return (await this.deps.repositories.inspect(dir)).dirty;
    } catch (error) {
      // A hand-off says itself what is wrong with it.
      if (isNightshiftError(error) && error.kind !== 'bug') return undefined;
      throw error;
    }
  }

  async similar(request: SimilarRequest): Promise<readonly SimilarView[]> {
    return recommend(this.deps.recommending, request);
  }

  async research(request: ResearchRequest, signal: AbortSignal): Promise<ResearchView> {
    return research(this.deps.researching, request, signal);
  }

  health(): Promise<HealthView> {
    return checkHealth(this.deps);
  }

  async fsck(id?: string): Promise<FsckView> {
    return fsck(this.deps.fsck, id === undefined ? undefined : executionIdOf(id));
  }

  metrics(): Promise<ExecutionMetrics> {
    return this.deps.measured.read();
  }

  tokens(): Promise<readonly TokenView[]> {
    return listTokens(this.deps);
  }

  createToken(request: TokenRequest, actor: string): Promise<TokenView & { readonly token: string }> {
    return createToken(this.deps, request, actor);
  }

  revokeToken(wanted: string, actor: string): Promise<TokenView> {
    return revokeToken(this.deps, wanted, actor);
  }

  approval(ticket: string): Promise<ApprovalView> {
    return viewLink(this.deps, ticket);
  }

  approve(ticket: string, note: string | undefined): Promise<ControlView> {
    return decideByLink(this.deps, ticket, note);
  }

  /** This gateway's own token is known without the database too: who may ask how things stand must be told when it is away. */
  async scopesOf(tokenDigest: string): Promise<readonly string[] | undefined> {
    if (this.deps.nodeTokens.has(tokenDigest)) return NODE_SCOPES;
    const lookup = this.deps.tokens.scopesOf(tokenDigest);
    if (tokenDigest !== this.deps.ownToken) return lookup;
    const answered = new AbortController();
    const silent = this.deps.clock.sleep(DATABASE_SILENT_MS, answered.signal).then(() => OWN_SCOPES);
    try {
      return await Promise.race([lookup, silent]);
    } catch (error) {
      if (isNightshiftError(error) && error.kind === 'transient') return OWN_SCOPES;
      throw error;
    } finally {
      answered.abort();
    }
  }

  async knownTokens(digests: readonly string[]): Promise<ReadonlySet<string>> {
    const { nodeTokens, ownToken, tokens } = this.deps;
    const [here, elsewhere] = [[] as string[], [] as string[]];
    for (const digest of digests) (nodeTokens.has(digest) || digest === ownToken ? here : elsewhere).push(digest);
    return new Set([...here, ...(elsewhere.length === 0 ? [] : await tokens.known(elsewhere))]);
  }

  private async planOf({ plan, project }: { readonly plan: PlanSent; readonly project?: string }): Promise<PlanAsText> {
    return 'file' in plan ? readProjectPlan(this.deps, plan, project) : plan;
  }

  audit(entry: Parameters<AuditLog['write']>[0]): Promise<void> {
    return this.deps.audit.write(entry);
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What is no UUID is no execution; it never reaches the database. */
function executionIdOf(id: string): ExecutionId {
  if (UUID.test(id)) return asExecutionId(id.toLowerCase());
  throw new RequestError('EXECUTION_UNKNOWN', 'There is no execution with that id', {
    hint: 'See them all with `nightshift list`, those of a conversation with `nightshift list --conversation ID`',
  });
}
