import { isNightshiftError, messageOf } from '../core/errors';
import type { Execution } from '../core/execution/execution';
import { LEASE_MS } from '../core/execution/held-resources';
import { pause } from '../core/execution/pause';
import { loseAttempt, releaseAttempt } from '../core/execution/settle-attempts';
import type { ExecutionId } from '../core/ids';
import type { Hint } from '../ports/hints';
import type { BegunAttempts, EndsTaken, HandedEnds, Looked, NeighbourService } from '../ports/neighbours';
import type { HeldLease, WorkerSession } from '../ports/worker-store';
import type { AttemptDeps } from './attempt-deps';
import { EndQueue } from './end-queue';
import { integrate } from './integrate';
import { runAttempt } from './run-attempt';
import { transact } from './transact';
import type { WorkDeps } from './work-deps';

/** Renewals within one lease. */
const RENEWALS = 3;
/** Part of a lease without a renewal after which a worker stops what it does: before anybody else may begin. */
const STOP_AFTER = 2 / 3;

interface Job {
  readonly hint: Hint;
  /** Ends the work; an end that is known is still reported. */
  readonly stop: AbortController;
  /** Ends all: stale, or `'released'`. */
  readonly drop: AbortController;
  readonly done: Promise<void>;
}

/**
 * A worker's work: takes hints, runs each assignment once, keeps its leases, and stops what is no longer its own.
 * Hints may come twice, late, or for others; the start in the store decides.
 */
export class Work implements NeighbourService {
  private readonly jobs = new Map<string, Job>();
  private readonly end = new AbortController();
  private readonly leaseMs: number;
  private readonly renewing: Promise<void>;
  private isDraining = false;

  private readonly deps: WorkDeps;

  constructor(
    deps: AttemptDeps,
    private readonly session: WorkerSession,
  ) {
    const ends = new EndQueue(deps, {
      takesMore: () => !this.isDraining,
      begin: (hint, started) => this.run(hint, started),
    });
    this.deps = { ...deps, ends };
    this.leaseMs = deps.leaseMs ?? LEASE_MS;
    this.renewing = this.renew();
  }

  /** Begins what a hint says; where that is under way already, looks whether it is still wanted. Never waits. */
  take(hint: Hint): void {
    const key = keyOf(hint);
    const job = this.jobs.get(key);
    if (job) void this.stopIfStale(job);
    if (!this.isDraining && !job) this.run(hint);
  }

  takeEnds(handed: HandedEnds): Promise<EndsTaken> {
    return this.deps.ends.takeEnds(handed);
  }

  begin(begun: BegunAttempts): Promise<boolean> {
    return this.deps.ends.begin(begun);
  }

  look(executionId: ExecutionId): Promise<Looked | undefined> {
    return this.deps.ends.look(executionId);
  }

  /** @param started - The execution at the start, where that is committed already: then it is run whatever else is so. */
  private run(hint: Hint, started?: Execution): void {
    const key = keyOf(hint);
    if (this.jobs.has(key)) return;
    const [stop, drop] = [new AbortController(), new AbortController()];
    const signals = { work: AbortSignal.any([stop.signal, drop.signal]), report: drop.signal };
    const former = this.stopFormer(hint);
    const done = former
      .then(() =>
        hint.kind === 'merge' ? integrate(this.deps, hint, signals) : runAttempt(this.deps, hint, signals, started),
      )
      .catch((error: unknown) => this.giveUp(hint, error))
      .finally(() => this.jobs.delete(key));
    this.jobs.set(key, { hint, stop, drop, done });
  }

  /** Ends what this host still does for the same task under an older token, and waits until it is gone (I8). */
  private async stopFormer({ executionId, task, token }: Hint): Promise<void> {
    const former = [...this.jobs.values()].filter(
      ({ hint }) => hint.executionId === executionId && hint.task === task && hint.token < token,
    );
    for (const { drop } of former) drop.abort('stale');
    await Promise.all(former.map(({ done }) => done));
    if (token > 1) await this.endFormerElsewhere({ executionId, task, token });
  }

  /** What another worker of this host still runs for the task, since it stands still. */
  private async endFormerElsewhere({ executionId, task, token }: Pick<Hint, 'executionId' | 'task' | 'token'>) {
    const { processes, cache, log } = this.deps;
    const found = (await processes.list()).filter((one) => one.executionId === executionId);
    if (found.length === 0) return;
    const { plan } = (cache.known(executionId) ?? (await cache.refresh(executionId))).execution;
    const { id } = plan.tasks[task]!;
    const former = found.filter((one) => one.task === id && one.token !== undefined && one.token < token);
    for (const { pid } of former)
      log.warn('a former attempt still runs on this host; it is ended', { executionId, task, pid });
    await processes.end(former);
  }

  /**
   * What cannot be worked on is handed back as lost by its own doing: after the third time it fails, and says why. What an
   * operator must mend is nobody's fault here: the execution pauses and says so.
   */
  private async giveUp(hint: Hint, error: unknown): Promise<void> {
    const { executionId, task, token } = hint;
    this.deps.log.error('an assignment could not be worked on', { ...hint, ...errorFields(error) });
    if (isNightshiftError(error) && error.kind === 'transient') return;
    const reason = this.deps.redact(messageOf(error));
    try {
      await transact(this.deps, {
        executionId,
        actor: `worker:${this.deps.worker}`,
        decide: (draft) => {
          if (!isNightshiftError(error) || error.kind !== 'operator') loseAttempt(draft, task, token, reason, true);
          else if (releaseAttempt(draft, task, token, reason))
            pause(draft, [reason, error.hint].filter(Boolean).join('. '));
        },
      });
    } catch (failure) {
      this.deps.log.warn('it could not be handed back; its lease will end', { ...hint, ...errorFields(failure) });
    }
  }

  /**
   * Takes nothing more, lets running attempts finish within `graceMs`, hands back the rest, and ends.
   * Safe to call twice.
   */
  async stop(graceMs: number): Promise<void> {
    this.isDraining = true;
    await this.session
      .drain()
      .catch((error: unknown) => this.deps.log.warn('could not say that this worker drains', errorFields(error)));
    const grace = new AbortController();
    await Promise.race([this.settled(), this.deps.clock.sleep(graceMs, grace.signal)]);
    grace.abort();
    for (const { drop } of this.jobs.values()) drop.abort('released');
    await this.settled();
    this.end.abort();
    await this.renewing;
  }

  private async settled(): Promise<void> {
    await Promise.all([...this.jobs.values()].map(({ done }) => done));
  }

  private async renew(): Promise<void> {
    let renewedMs = this.deps.clock.steady();
    while (!this.end.signal.aborted) {
      await this.deps.clock.sleep(
        this.session.lost.aborted ? 500 : this.leaseMs / RENEWALS,
        AbortSignal.any([this.end.signal, this.session.lost]),
      );
      if (this.end.signal.aborted) return;
      try {
        if (this.session.lost.aborted) await this.session.reconnect();
        await this.renewHeld();
        renewedMs = this.deps.clock.steady();
      } catch (error) {
        this.deps.log.warn('leases could not be renewed', errorFields(error));
        if (this.deps.clock.steady() - renewedMs > this.leaseMs * STOP_AFTER) this.stopWorking('no connection');
        await this.deps.clock.sleep(500, this.end.signal);
      }
    }
  }

  private async renewHeld(): Promise<void> {
    const asked = [...this.jobs.values()].map(({ hint }) => leaseOf(hint));
    if (asked.length === 0) return;
    const current = new Set((await this.session.renew(asked, this.leaseMs)).map(keyOf));
    for (const held of asked) {
      // A job that is still starting has no lease yet; its start decides whether it goes on.
      const job = this.jobs.get(keyOf(held));
      if (job && !current.has(keyOf(held)) && (await this.isStale(job.hint))) job.drop.abort('stale');
    }
  }

  /** A look that fails is made again by the next renewal. */
  private async stopIfStale({ hint, drop }: Job): Promise<void> {
    try {
      if (await this.isStale(hint)) drop.abort('stale');
    } catch (error) {
      this.deps.log.debug('it is not known yet whether a job is stale', { ...hint, ...errorFields(error) });
    }
  }

  private async isStale({ executionId, task, token }: Hint): Promise<boolean> {
    const { execution } = await this.deps.cache.refresh(executionId);
    const state = execution.tasks.at(task)!;
    return state.token !== token || !['assigned', 'active', 'integrating'].includes(state.status);
  }

  /** What works stops before anybody else may begin; what has ended goes on reporting it. */
  private stopWorking(reason: string): void {
    for (const { stop } of this.jobs.values()) stop.abort(reason);
  }
}

const leaseOf = ({ executionId, task, token }: Hint): HeldLease => ({ executionId, task, token });
const keyOf = ({ executionId, task, token }: HeldLease): string => `${executionId}/${task}/${token}`;

function errorFields(error: unknown): Record<string, unknown> {
  return { error: messageOf(error), ...(isNightshiftError(error) ? { code: error.code } : {}) };
}
