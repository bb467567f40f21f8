import { ConfigError, messageOf, UnavailableError } from '../core/errors';
import { buildPrompt } from '../core/execution/build-prompt';
import type { EndedAttempt, Evidence, Execution } from '../core/execution/execution';
import { isLastTry } from '../core/execution/retry';
import { sessionId } from '../core/execution/session-id';
import type { ExecutionTask } from '../core/plan/plan';
import { chooseAgent } from '../core/schedule/choose-agent';
import type { Agent } from '../ports/agent';
import type { AttemptLog } from '../ports/attempt-logs';
import type { Hint } from '../ports/hints';
import type { Project } from '../ports/records';
import type { AttemptKey, Workspace } from '../ports/repositories';
import { failureOf, type KnownEnd, outcomeOf, redacted } from './attempt-outcome';
import type { AttemptSignals } from './attempt-signals';
import { withDependencyResults } from './dependency-results';
import { followTail } from './follow-tail';
import { keepEvidence, keepOutput } from './keep-evidence';
import { persist } from './persist';
import { type CriteriaRun, runCriteria } from './run-criteria';
import { transact } from './transact';
import type { WorkDeps } from './work-deps';

/** Characters of output that evidence carries. */
const EVIDENCE_TAIL = 2_000;

/**
 * The work of one attempt: workspace, agent, result, criteria. Writes nothing that another attempt would read;
 * what it comes to is handed back, to be committed by the caller.
 */
export class AttemptWork {
  /** It was stopped before all of it was done: what it came to is no end of its own. */
  wasCutShort = false;
  /** Resolves once the tail of the log is stored: nothing waits for it but the end of the work. */
  tailStored: Promise<void> = Promise.resolve();
  private readonly key: AttemptKey;
  private readonly startedMs: number;

  constructor(
    private readonly deps: WorkDeps,
    private readonly hint: Hint,
    private execution: Execution,
    private readonly signals: AttemptSignals,
  ) {
    this.key = { execution: hint.executionId, epoch: execution.epoch, task: this.task.id, token: hint.token };
    this.startedMs = deps.clock.steady();
  }

  private get task() {
    return this.execution.plan.tasks[this.hint.task]!;
  }

  /** Does the work; whatever goes wrong in it is an outcome, so that the attempt has an end. */
  async run(): Promise<EndedAttempt> {
    const log = this.deps.attemptLogs.open(this.key);
    const stopTail = followTail(this.deps, this.hint, log);
    try {
      return await this.work(log);
    } catch (error) {
      return await this.ended(log, await this.failed(error));
    } finally {
      this.tailStored = stopTail();
    }
  }

  private noteStop(): void {
    this.wasCutShort ||= this.signals.work.aborted;
  }

  /** What is done must not be lost to a database that is away just when the time is asked for. */
  private now(): Promise<Date> {
    return persist(this.deps, this.signals.report, () => this.deps.time.now());
  }

  private async failed(error: unknown): Promise<KnownEnd> {
    this.noteStop();
    this.warn(error);
    return failureOf(error, await this.now());
  }

  private warn(error: unknown): void {
    const { executionId } = this.hint;
    this.deps.log.warn('an attempt went wrong', { executionId, task: this.task.id, error: messageOf(error) });
  }

  private async work(log: AttemptLog): Promise<EndedAttempt> {
    const { deps, hint } = this;
    const sandbox = deps.sandboxFor(this.execution);
    const agent = this.agent();
    const project = await this.project();
    const workspace = project ? await this.openWorkspace(project) : await deps.repositories.openScratch(this.key);
    const base = this.execution.tip;
    deps.crash.reach('after:workspace.open');

    const result = await agent.run(
      {
        task: this.task,
        prompt: await this.prompt(),
        workspace,
        sandbox,
        isLastTry: isLastTry(this.execution.options.retry, this.execution.tasks.at(hint.task)!),
        env: this.environment(),
        limits: this.agentLimits(),
        sessionId: sessionId(hint.executionId, this.task.id),
        onOutput: (chunk) => log.write(chunk),
      },
      this.signals.work,
    );
    this.noteStop();
    deps.crash.reach('after:agent.run');
    const known = { ...result, outcome: outcomeOf(result), ...(base === undefined ? {} : { base }) };
    if (result.type !== 'done') return this.ended(log, known);
    try {
      return await this.ended(log, { ...known, ...(await this.prove(project, { workspace, sandbox, log })) });
    } catch (error) {
      // What the agent did is lost, and what it cost is not.
      return await this.ended(log, { ...known, ...(await this.failed(error)), usage: result.usage });
    }
  }

  private async prompt(): Promise<string> {
    const { deps, hint, execution } = this;
    const known = await withDependencyResults(deps.attempts, execution, hint.task);
    return buildPrompt(known, hint.task, await deps.recall(execution, hint.task));
  }

  /** Takes the result over and runs the criteria on it, once the agent's processes are gone. */
  private async prove(
    project: Project | undefined,
    place: Pick<CriteriaRun, 'workspace' | 'sandbox' | 'log'>,
  ): Promise<Partial<KnownEnd>> {
    const { deps, key, task, signals } = this;
    const { workspace, log } = place;
    const base = this.execution.tip;
    const imported = project && base !== undefined ? await this.takeOver(project, workspace, base) : undefined;
    deps.crash.reach('after:tree.import');
    if (project && base !== undefined && imported && hasChecks(task)) {
      if (imported.ignored.length > 0) log.write(leftBehind(imported.ignored));
      await deps.repositories.openResult(project, key, workspace, { base, tree: imported.tree });
      deps.crash.reach('after:result.open');
    }
    const isOwnProof = chooseAgent(task, this.execution.options) === 'shell' && task.verification.length === 0;
    const run = { ...place, task, env: this.environment(), timeMs: this.timeoutMs() };
    const shown = isOwnProof ? [] : await runCriteria(deps, run, signals.work);
    this.noteStop();
    deps.ends.expect(this.hint.executionId);
    const evidence = isOwnProof
      ? [await this.commandEvidence(log)]
      : await keepEvidence(deps, this.hint, shown, signals.report);
    deps.crash.reach('after:criteria.run');
    return { evidence, ...imported };
  }

  /** What the workspace holds; where that is nothing new, also whether the declared files are there all the same. */
  private async takeOver(project: Project, workspace: Workspace, base: string) {
    const { repositories } = this.deps;
    const imported = await repositories.importTree(project, workspace, base, this.signals.work);
    if (imported.changedFiles.length > 0 || this.task.files.length === 0) return imported;
    return { ...imported, absentFiles: await repositories.absentFiles(project, imported.tree, this.task.files) };
  }

  private agent(): Agent {
    const name = chooseAgent(this.task, this.execution.options);
    const agent = this.deps.agents.get(name);
    if (agent) return agent;
    throw new ConfigError('AGENT_UNKNOWN', `This worker has no agent ${name}`, {
      hint: `It has: ${[...this.deps.agents.keys()].join(', ')}`,
    });
  }

  private async project(): Promise<Project | undefined> {
    const { projectId } = this.execution.options;
    if (projectId === undefined) return undefined;
    const project = await this.deps.projects.get(projectId);
    if (project) return project;
    throw new ConfigError('PROJECT_GONE', `The project ${projectId} is not registered any more`, {
      hint: '`nightshift project add DIR` registers it.',
    });
  }

  /** A clean copy of the integration branch as it is now; the first attempt of an execution fetches what it starts from. */
  private async openWorkspace(project: Project): Promise<Workspace> {
    const { deps, hint } = this;
    if (this.execution.tip === undefined) {
      const { base, leftOut } = await deps.repositories.fetchBase(project, this.execution.options.base);
      const { execution } = await transact(deps, {
        executionId: hint.executionId,
        actor: `worker:${deps.worker}`,
        decide: (draft) => {
          const { status, token } = draft.task(hint.task);
          const isCurrent = token === hint.token && status === 'active';
          if (isCurrent && draft.execution.tip === undefined) draft.record({ type: 'execution-based', base, leftOut });
        },
      });
      if (execution.tip === undefined) throw new UnavailableError('attempt', 'Meanwhile it was taken from this worker');
      this.execution = execution;
      await deps.repositories.setTip(project, this.key, execution.tip);
    }
    return deps.repositories.openWorkspace(project, this.key, this.execution.tip!);
  }

  private environment(): Readonly<Record<string, string>> {
    const { tries } = this.execution.tasks.at(this.hint.task)!;
    return {
      NIGHTSHIFT_EXECUTION: this.hint.executionId,
      NIGHTSHIFT_TASK: this.task.id,
      NIGHTSHIFT_ATTEMPT: String(tries + 1),
      NIGHTSHIFT_FENCE: String(this.hint.token),
      NIGHTSHIFT_CONVERSATION: this.execution.plan.conversationId,
    };
  }

  /** For the agent, and once more for all criteria together. */
  private timeoutMs(): number {
    const { timeoutMinutes } = this.task;
    return timeoutMinutes === undefined ? this.execution.options.taskTimeoutMs : timeoutMinutes * 60_000;
  }

  private agentLimits() {
    const { taskTokenCap } = this.execution.options;
    const { grantUsd = 0, modelTokens } = this.execution.tasks.at(this.hint.task)!;
    const tokens = Math.max(1, taskTokenCap - modelTokens);
    return { ...this.deps.limits, timeMs: this.timeoutMs(), costUsd: grantUsd, tokens };
  }

  /** What proves a task without criteria that is a command: we ran it, and it ended with exit code 0. */
  private async commandEvidence(log: AttemptLog): Promise<Evidence> {
    // Nothing is written after it: the log is the output of the command, and its digest was taken as it came.
    const { digest: outputDigest } = await log.close();
    const kept = log.tail().text;
    const keptDigest = await keepOutput(this.deps, this.hint, kept, this.signals.report);
    return {
      criterionId: 'command',
      command: this.task.command ?? '',
      exitCode: 0,
      outputDigest,
      ...(keptDigest === outputDigest ? {} : { keptDigest }),
      outputTail: kept.slice(-EVIDENCE_TAIL),
      durationMs: Math.round(this.deps.clock.steady() - this.startedMs),
    };
  }

  private async ended(log: AttemptLog, known: KnownEnd): Promise<EndedAttempt> {
    const { deps, hint } = this;
    const { digest } = await log.close();
    const endedAt = await this.now();
    const durationMs = Math.round(deps.clock.steady() - this.startedMs);
    return {
      token: hint.token,
      worker: deps.worker,
      agent: chooseAgent(this.task, this.execution.options),
      outcome: redacted(deps.redact, known.outcome),
      startedAt: new Date(endedAt.getTime() - durationMs).toISOString(),
      endedAt: endedAt.toISOString(),
      durationMs,
      ...(known.base === undefined ? {} : { base: known.base }),
      ...(known.tree === undefined ? {} : { tree: known.tree }),
      changedFiles: (known.changedFiles ?? []).map((file) => deps.redact(file)),
      ...(known.absentFiles === undefined ? {} : { absentFiles: known.absentFiles }),
      ...(known.ignored?.length ? { ignored: known.ignored.map((file) => deps.redact(file)) } : {}),
      summary: deps.redact(known.summary ?? ''),
      evidence: known.evidence ?? [],
      costUsd: known.usage?.costUsd ?? 0,
      inputTokens: known.usage?.inputTokens ?? 0,
      outputTokens: known.usage?.outputTokens ?? 0,
      ...(known.sessionId === undefined ? {} : { sessionId: known.sessionId }),
      logDigest: digest,
    };
  }
}

const hasChecks = (task: ExecutionTask): boolean => task.verification.some(({ test }) => test === 'auto');

const leftBehind = (ignored: readonly string[]): Uint8Array =>
  Buffer.from(`\n[not part of the result, because .gitignore names it: ${ignored.join(', ')}]\n`);
