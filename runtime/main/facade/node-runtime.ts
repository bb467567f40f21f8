import { announceAndWait } from '../../app/announce-and-wait';
import { controlExecution } from '../../app/control-execution';
import { forkExecution } from '../../app/fork-execution';
import { judgeAttempts } from '../../app/judge-attempts';
import { type ReportDeps, reportLearning, reportNotifications } from '../../app/loop-reports';
import type { PersistDeps } from '../../app/persist';
import { persistStep } from '../../app/persist-step';
import { releaseAndAssign } from '../../app/release-and-assign';
import { type RollbackDeps, rollBackExecution } from '../../app/roll-back-execution';
import { type InlineDeps, type InlineTask, runInline } from '../../app/run-inline';
import type {
  Answer,
  EnterAnswer,
  LoopAnswer,
  NodeCaller,
  Runtime,
  SubmitAnswer,
  WaitAnswer,
  WaitingNode,
  WakeAnswer,
} from '../../app/runtime';
import { type SendTypedDeps, sendTyped } from '../../app/send-typed';
import { type ViewDeps, viewReport, viewStatus } from '../../app/view-execution';
import { wakeAnswer } from '../../app/wake-answer';
import { asExecutionId } from '../../core/ids';
import type { ResearchRequest, SimilarRequest } from '../../core/report/requests';
import type { ResearchView, SimilarView } from '../../core/report/service-views';
import { requestIdIn } from '../../gateway/http/request-id';
import type { LoopCall } from '../../ports/loop-store';
import { type AcceptDeps, acceptHandoff } from './accept-handoff';
import { enterLoop } from './enter-loop';
import { loopCallOf } from './loop-call-of';
import {
  parseControl,
  parseInline,
  parseIsFinal,
  parseMessage,
  parsePoint,
  parseRecommend,
  parseResearch,
  parseSubmission,
} from './parse-node-input';
import { readHandoff } from './read-handoff';

/** What nodes ask of the gateway: the keys of the models that answer are there, and not in n8n. */
export interface AskedOfGateway {
  similar(request: SimilarRequest): Promise<readonly SimilarView[]>;
  research(request: ResearchRequest): Promise<ResearchView>;
}

export type NodeRuntimeDeps = AcceptDeps &
  InlineDeps &
  RollbackDeps &
  ReportDeps &
  ViewDeps &
  SendTypedDeps &
  PersistDeps & {
    readonly signingSecrets: readonly string[];
    readonly gateway: AskedOfGateway;
    /** One sweep and one look at the loops. */
    readonly recoverOnce: () => Promise<{ readonly open: number }>;
    readonly shutDown: () => Promise<void>;
  };

/** What nodes ask for, each parsed and given to one app function. */
export class NodeRuntime implements Runtime {
  constructor(private readonly deps: NodeRuntimeDeps) {}

  async submitPlan(input: unknown, caller: NodeCaller): Promise<SubmitAnswer> {
    const { deps } = this;
    const nowMs = (await deps.time.now()).getTime();
    const door = { signingSecrets: deps.signingSecrets, nowMs, maxBytes: deps.limits.bytes };
    const loop = { type: 'bound', workflowId: caller.workflowId, n8nExecutionId: caller.n8nExecutionId } as const;
    const submission = parseSubmission(input);
    const answer = await acceptHandoff(deps, () => readHandoff(submission, door), `n8n:${caller.workflowId}`, loop);
    if (answer.type !== 'refused' || submission.source !== 'webhook') return answer;
    const { headers } = submission;
    const requestId = requestIdIn(headers['x-request-id'], headers['webhook-id']) ?? deps.ids.uuid();
    return { ...answer, error: { ...answer.error, requestId } };
  }

  async enterLoop(input: unknown, caller: NodeCaller): Promise<EnterAnswer> {
    return persistStep(this.deps, () => enterLoop(this.deps.loops, input, caller));
  }

  async releaseAndAssign(input: unknown, caller: NodeCaller): Promise<LoopAnswer> {
    return this.step(input, caller, (call) => releaseAndAssign(this.deps, call));
  }

  async announceAndWait(input: unknown, caller: NodeCaller & { readonly resumeUrl: string }): Promise<WaitAnswer> {
    const { resumeUrl } = caller;
    return this.step(input, caller, (call) => announceAndWait(this.deps, { ...call, resumeUrl }));
  }

  async onWake(waiting: WaitingNode): Promise<WakeAnswer> {
    const { kind, ...answer } = await wakeAnswer(this.deps, waiting);
    return kind === 'inline' ? { ...answer, item: await this.resultOf(waiting.executionId) } : answer;
  }

  async judgeAttempts(input: unknown, caller: NodeCaller): Promise<LoopAnswer> {
    return this.step(input, caller, (call) => judgeAttempts(this.deps, call));
  }

  async learn(input: unknown, caller: NodeCaller): Promise<LoopAnswer> {
    const isFinal = parseIsFinal(input);
    return this.step(input, caller, (call) => reportLearning(this.deps, call, isFinal));
  }

  async recommend(input: unknown): Promise<Answer> {
    const { limit, projectId, taskType, isSuccess, text } = parseRecommend(input);
    const similar = await this.deps.gateway.similar({
      text,
      ...(limit === undefined ? {} : { limit }),
      ...(projectId === undefined ? {} : { projectId }),
      ...(taskType === undefined ? {} : { taskType }),
      ...(isSuccess === undefined ? {} : { isSuccess }),
    });
    return { similar };
  }

  async notify(input: unknown, caller: NodeCaller): Promise<Answer> {
    if (typeof input === 'object' && input !== null && 'message' in input)
      return { ...(await sendTyped(this.deps, parseMessage(input))) };
    const isFinal = parseIsFinal(input);
    return { ...(await this.step(input, caller, (call) => reportNotifications(this.deps, call, isFinal))) };
  }

  async research(input: unknown): Promise<Answer> {
    const { question, maxAgeHours } = parseResearch(input);
    const request = { question, ...(maxAgeHours === undefined ? {} : { maxAgeHours }) };
    return { question, ...(await this.deps.gateway.research(request)) };
  }

  async runInline(input: unknown, caller: NodeCaller & { readonly resumeUrl: string }): Promise<WaitAnswer> {
    return runInline(this.deps, inlineTask(parseInline(input)), caller);
  }

  async resultOf(executionId: string): Promise<Answer> {
    const report = await viewReport(this.deps, asExecutionId(executionId));
    const task = report.tasks[0];
    return {
      executionId,
      isSuccess: report.state === 'succeeded',
      state: report.state,
      ...(report.reason === undefined ? {} : { reason: report.reason }),
      evidence: task?.evidence ?? [],
      attempts: task?.attempts ?? 0,
      ...(task?.lastFailure === undefined ? {} : { failure: task.lastFailure }),
      costUsd: report.costUsd,
      durationMs: report.durationMs,
      ...(report.result === undefined ? {} : { result: report.result }),
    };
  }

  async recover(): Promise<Answer> {
    return this.deps.recoverOnce();
  }

  async control(input: unknown, caller: NodeCaller): Promise<Answer> {
    const { executionId, action, taskId, stopsRunning } = parseControl(input);
    const { message } = await controlExecution(this.deps, {
      executionId: asExecutionId(executionId),
      action,
      actor: `n8n:${caller.workflowId}`,
      ...(taskId === undefined ? {} : { taskId }),
      ...(stopsRunning === undefined ? {} : { stopsRunning }),
    });
    return { executionId, message };
  }

  async rollBack(input: unknown, caller: NodeCaller): Promise<Answer> {
    const { executionId, taskId } = parsePoint(input);
    const actor = `n8n:${caller.workflowId}`;
    const answer = await rollBackExecution(this.deps, { executionId: asExecutionId(executionId), taskId, actor });
    return { executionId, ...answer };
  }

  async fork(input: unknown, caller: NodeCaller): Promise<Answer> {
    const { executionId, taskId, callKey } = parsePoint(input);
    const receipt = await forkExecution(this.deps, {
      executionId: asExecutionId(executionId),
      taskId,
      idempotencyKey: callKey ?? `fork.${caller.n8nExecutionId}.${executionId}.${taskId}`,
      actor: `n8n:${caller.workflowId}`,
    });
    return { ...receipt };
  }

  async status(executionId: string): Promise<Answer> {
    return { ...(await viewStatus(this.deps, asExecutionId(executionId))) };
  }

  async close(): Promise<void> {
    await this.deps.shutDown();
  }

  private step<T>(input: unknown, caller: NodeCaller, take: (call: LoopCall) => Promise<T>): Promise<T> {
    return persistStep(this.deps, async () => take(await loopCallOf(this.deps.loops, input, caller)));
  }
}

/** A node's empty fields are absent; Verify's `run` is a task whose only work is its criteria. */
function inlineTask(input: ReturnType<typeof parseInline>): InlineTask {
  const isVerify = input.kind === 'verify';
  const { timeoutMinutes, maxAttempts, costCapUsd } = input.options;
  const command = isVerify ? 'true' : input.command;
  return {
    key: input.key,
    title: input.title || (isVerify ? 'Verify' : 'Task'),
    description: input.prompt ?? '',
    criteria: input.criteria.map(({ criterion, command: proof }) => ({
      criterion: criterion || (proof ?? ''),
      ...(proof ? { command: proof } : {}),
    })),
    maxAttempts: maxAttempts ?? (isVerify ? 1 : 3),
    ...(command ? { command } : {}),
    ...(input.agent ? { agent: input.agent } : {}),
    ...(input.project ? { project: input.project } : {}),
    ...(timeoutMinutes === undefined ? {} : { timeoutMinutes }),
    ...(costCapUsd === undefined ? {} : { costCapUsd }),
  };
}
