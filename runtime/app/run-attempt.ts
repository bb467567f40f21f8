import { ConfigError, isNightshiftError, messageOf, type UnavailableError } from '../core/errors';
import { advance } from '../core/execution/advance';
import { announceAssigned } from '../core/execution/announce';
import { buildPrompt } from '../core/execution/build-prompt';
import type { AttemptOutcome, EndedAttempt, Execution } from '../core/execution/execution';
import { sessionId } from '../core/execution/session-id';
import type { WorkerId } from '../core/ids';
import { chooseAgent } from '../core/schedule/choose-agent';
import type { Agent, AgentResult, AgentUsage } from '../ports/agent';
import type { AttemptLog, AttemptLogs } from '../ports/attempt-logs';
import type { Clock } from '../ports/clock';
import type { CrashPoints } from '../ports/crash-points';
import type { Hint } from '../ports/hints';
import type { ArtifactStore, LogTails, Project, ProjectStore } from '../ports/records';
import type { AttemptKey, Repositories, Workspace } from '../ports/repositories';
import type { Sandbox } from '../ports/sandbox';
import type { AdvanceDeps } from './advance-execution';
import { persist } from './persist';
import type { CriteriaDeps } from './run-criteria';
import { runCriteria } from './run-criteria';
import { schedulingCapacity } from './scheduling-capacity';
import { sendAnnouncements } from './send-announcements';
import { transact } from './transact';

export type AttemptDeps = AdvanceDeps &
  CriteriaDeps & {
    readonly worker: WorkerId;
    readonly clock: Clock;
    readonly crash: CrashPoints;
    readonly agents: ReadonlyMap<string, Agent>;
    readonly projects: ProjectStore;
    readonly repositories: Repositories;
    readonly artifacts: ArtifactStore;
    readonly logTails: LogTails;
    readonly attemptLogs: AttemptLogs;
    /** The sandbox for an execution: only the bundled example may run bare where none can be had. */
    readonly sandboxFor: (execution: Execution) => Sandbox;
    /** Lines on similar past attempts for the prompt; empty when nothing is known or the store is away. */
    readonly recall: (execution: Execution, task: number) => Promise<readonly string[]>;
    readonly limits: { readonly memoryBytes: number; readonly outputBytes: number; readonly turns: number };
  };

/** Milliseconds to wait for something that is away and does not say for how long. */
const AWAY_WAIT_MS = 60_000;
/** Milliseconds between two writes of the log's tail. */
const TAIL_EVERY_MS = 2_000;

/**
 * One attempt, from its start to its recorded end. Each step may be where the process dies:
 * before the start nothing happened; after it the lease ends and another worker begins anew in a workspace of its own;
 * after the end is committed there is nothing left to do.
 *
 * @param signal - Aborts when the attempt is no longer wanted: its token is stale, or the worker stops.
 *   With the reason `'released'` the task is handed back.
 */
export async function runAttempt(deps: AttemptDeps, hint: Hint, signal: AbortSignal): Promise<void> {
  const started = await startAttempt(deps, hint);
  if (!started) return;
  deps.crash.reach('after:start.commit');

  const work = new AttemptWork(deps, hint, started);
  const ended = await work.run(signal);
  deps.crash.reach('before:end.commit');
  if (signal.aborted) {
    if (signal.reason === 'released') await releaseAttempt(deps, hint);
    return;
  }
  await endAttempt(deps, hint, ended, signal);
  deps.crash.reach('after:end.commit');
}

/** Takes the lease for exactly this token; undefined when it was started before, or is not current. */
async function startAttempt(deps: AttemptDeps, hint: Hint): Promise<Execution | undefined> {
  const { execution, draft } = await transact(deps, {
    executionId: hint.executionId,
    actor: `worker:${deps.worker}`,
    decide: (draft) => {
      const { status, token, worker } = draft.task(hint.task);
      if (status !== 'assigned' || token !== hint.token || worker !== deps.worker) return;
      const { execution } = draft;
      const agent = chooseAgent(execution.plan.tasks[hint.task]!, execution.options);
      draft.record({ type: 'attempt-started', task: hint.task, token, worker: deps.worker, agent });
    },
  });
  return draft.events.length > 0 ? execution : undefined;
}

async function releaseAttempt(deps: AttemptDeps, { executionId, task, token }: Hint): Promise<void> {
  await transact(deps, {
    executionId,
    actor: `worker:${deps.worker}`,
    decide: (draft) => {
      const state = draft.task(task);
      if (state.token === token && state.status === 'active') {
        draft.record({ type: 'attempt-released', task, token, reason: 'the worker stops' });
      }
    },
  });
}

/** Records the end while the token is current; in direct mode with all that follows, in the same transition. */
async function endAttempt(deps: AttemptDeps, hint: Hint, attempt: EndedAttempt, signal: AbortSignal): Promise<void> {
  const { executionId, task, token } = hint;
  const decided = await persist(deps, signal, async () => {
    const capacity = await schedulingCapacity(deps);
    return transact(deps, {
      executionId,
      actor: `worker:${deps.worker}`,
      decide: (draft, shape) => {
        const state = draft.task(task);
        if (state.token !== token || state.status !== 'active') return;
        draft.record({ type: 'attempt-ended', task, token, attempt });
        if (draft.execution.options.advance === 'direct') advance(draft, shape, capacity, () => deps.ids.draw());
        else announceAssigned(draft, ['merge']);
      },
    });
  });
  await sendAnnouncements(deps, decided.draft);
}

/** What is known of an attempt while it runs. */
class AttemptWork {
  private readonly key: AttemptKey;
  private readonly startedMs: number;

  constructor(
    private readonly deps: AttemptDeps,
    private readonly hint: Hint,
    private execution: Execution,
  ) {
    this.key = { execution: hint.executionId, epoch: execution.epoch, task: this.task.id, token: hint.token };
    this.startedMs = deps.clock.steady();
  }

  private get task() {
    return this.execution.plan.tasks[this.hint.task]!;
  }

  /** Does the work; whatever goes wrong in it is an outcome, so that the attempt has an end. */
  async run(signal: AbortSignal): Promise<EndedAttempt> {
    const log = this.deps.attemptLogs.open(this.key);
    const stopTail = this.followTail(log);
    try {
      return await this.work(log, signal);
    } catch (error) {
      this.deps.log.warn('an attempt went wrong', {
        executionId: this.hint.executionId,
        task: this.task.id,
        error: messageOf(error),
      });
      return await this.ended(log, failureOf(error, await this.deps.time.now()));
    } finally {
      stopTail();
      await this.storeTail(log);
    }
  }

  private async work(log: AttemptLog, signal: AbortSignal): Promise<EndedAttempt> {
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
        prompt: buildPrompt(this.execution, hint.task, await deps.recall(this.execution, hint.task)),
        workspace,
        sandbox,
        env: this.environment(),
        limits: this.agentLimits(),
        sessionId: sessionId(hint.executionId, this.task.id),
        onOutput: (chunk) => log.write(chunk),
      },
      signal,
    );
    deps.crash.reach('after:agent.run');
    if (result.type !== 'done')
      return this.ended(log, { ...result, outcome: outcomeOf(result), ...(base === undefined ? {} : { base }) });

    const imported =
      project && base !== undefined ? await deps.repositories.importTree(project, workspace, base) : undefined;
    deps.crash.reach('after:tree.import');
    const evidence = await runCriteria(
      deps,
      { task: this.task, taskNo: hint.task, key: this.key, workspace, sandbox, env: this.environment(), log },
      signal,
    );
    deps.crash.reach('after:criteria.run');
    return this.ended(log, {
      ...result,
      outcome: { type: 'done' },
      evidence,
      ...(base === undefined ? {} : { base }),
      ...(imported === undefined ? {} : { tree: imported.tree, changedFiles: imported.changedFiles }),
    });
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
          if (draft.execution.tip === undefined) draft.record({ type: 'execution-based', base, leftOut });
        },
      });
      this.execution = execution;
      await deps.repositories.setTip(project, hint.executionId, execution.tip!);
    }
    return deps.repositories.openWorkspace(project, this.key, this.execution.tip!);
  }

  private environment(): Readonly<Record<string, string>> {
    const { tries } = this.execution.tasks[this.hint.task]!;
    return {
      NIGHTSHIFT_EXECUTION: this.hint.executionId,
      NIGHTSHIFT_TASK: this.task.id,
      NIGHTSHIFT_ATTEMPT: String(tries + 1),
      NIGHTSHIFT_CONVERSATION: this.execution.plan.conversationId,
    };
  }

  private agentLimits() {
    const { taskTimeoutMs, taskCostCapUsd, costCapUsd } = this.execution.options;
    const left = costCapUsd - (this.execution.costUsd - this.execution.costUsdAtResume);
    return {
      ...this.deps.limits,
      timeMs: this.task.timeoutMinutes === undefined ? taskTimeoutMs : this.task.timeoutMinutes * 60_000,
      costUsd: Math.max(0.01, Math.min(taskCostCapUsd, left)),
    };
  }

  private async ended(log: AttemptLog, known: Known): Promise<EndedAttempt> {
    const { deps, hint } = this;
    const { digest } = await log.close();
    const endedAt = await deps.time.now();
    const durationMs = Math.round(deps.clock.steady() - this.startedMs);
    return {
      token: hint.token,
      worker: deps.worker,
      agent: chooseAgent(this.task, this.execution.options),
      outcome: known.outcome,
      startedAt: new Date(endedAt.getTime() - durationMs).toISOString(),
      endedAt: endedAt.toISOString(),
      durationMs,
      ...(known.base === undefined ? {} : { base: known.base }),
      ...(known.tree === undefined ? {} : { tree: known.tree }),
      changedFiles: known.changedFiles ?? [],
      summary: known.summary ?? '',
      evidence: known.evidence ?? [],
      costUsd: known.usage?.costUsd ?? 0,
      inputTokens: known.usage?.inputTokens ?? 0,
      outputTokens: known.usage?.outputTokens ?? 0,
      ...(known.sessionId === undefined ? {} : { sessionId: known.sessionId }),
      logDigest: digest,
    };
  }

  private followTail(log: AttemptLog): () => void {
    const stop = new AbortController();
    void (async () => {
      while (!stop.signal.aborted) {
        await this.deps.clock.sleep(TAIL_EVERY_MS, stop.signal);
        if (!stop.signal.aborted) await this.storeTail(log);
      }
    })();
    return () => stop.abort();
  }

  /** A tail is for people who watch; one that cannot be stored is only said. */
  private async storeTail(log: AttemptLog): Promise<void> {
    const { executionId, task, token } = this.hint;
    try {
      await this.deps.logTails.put({ executionId, task, token, text: log.tail() });
    } catch (error) {
      this.deps.log.debug('the log tail was not stored', { executionId, task: this.task.id, error: messageOf(error) });
    }
  }
}

type Known = Partial<Pick<EndedAttempt, 'base' | 'tree' | 'changedFiles' | 'evidence'>> &
  Partial<Pick<AgentResult, 'summary' | 'usage' | 'sessionId'>> & { readonly outcome: AttemptOutcome };

function outcomeOf(result: AgentResult): AttemptOutcome {
  switch (result.type) {
    case 'done':
      return { type: 'done' };
    case 'failed':
      return { type: 'failed', code: result.code, message: result.message };
    case 'limit-reached':
      return { type: 'limit-reached', until: result.until, message: result.message };
    case 'aborted':
      return { type: 'failed', code: 'AGENT_ABORTED', message: 'The attempt was stopped.' };
  }
}

/** What is away for a while is not the task's fault: it waits, and loses no try. What was spent counts all the same. */
function failureOf(error: unknown, now: Date): Known {
  if (!isNightshiftError(error)) return { outcome: { type: 'failed', code: 'BUG_ATTEMPT', message: messageOf(error) } };
  const message = error.hint ? `${error.message}. ${error.hint}` : error.message;
  const usage = error.details['usage'] as AgentUsage | undefined;
  const spent = usage === undefined ? {} : { usage };
  if (error.kind !== 'transient') return { ...spent, outcome: { type: 'failed', code: error.code, message } };
  const waitMs = (error as UnavailableError).retryAfterMs ?? AWAY_WAIT_MS;
  return {
    ...spent,
    outcome: { type: 'limit-reached', until: new Date(now.getTime() + waitMs).toISOString(), message },
  };
}
