import { announceAndWait } from '../../runtime/app/announce-and-wait';
import { judgeAttempts } from '../../runtime/app/judge-attempts';
import { type ReportDeps, reportLearning, reportNotifications } from '../../runtime/app/loop-reports';
import type { PersistDeps } from '../../runtime/app/persist';
import { persistStep } from '../../runtime/app/persist-step';
import { releaseAndAssign } from '../../runtime/app/release-and-assign';
import { type InlineDeps, type InlineTask, runInline } from '../../runtime/app/run-inline';
import type { WaitAnswer } from '../../runtime/app/runtime';
import { submitPlan } from '../../runtime/app/submit-plan';
import { wakeAnswer } from '../../runtime/app/wake-answer';
import { isNightshiftError, messageOf } from '../../runtime/core/errors';
import type { HostedState } from '../../runtime/core/execution/decide-loop';
import { asExecutionId } from '../../runtime/core/ids';
import type { Receipt } from '../../runtime/ports/execution-store';
import type { LoopHost, WakeOutcome } from '../../runtime/ports/loop-host';
import type { LoopCall, Wake } from '../../runtime/ports/loop-store';
import type { HandoffBody } from './handoffs';
import type { SimulatedProcess } from './simulated-process';
import type { Timeline } from './timeline';

export type N8nDeps = ReportDeps & InlineDeps & PersistDeps;

interface Hosted {
  readonly id: string;
  readonly workflowId: string;
  state: HostedState;
  /** What its waiting node knows of its wait. */
  waiting?: { readonly executionId: string; readonly generation: number; readonly isInline: boolean };
}

/** What a hand-off came to. */
export type HandoffAnswer =
  | { readonly type: 'accepted'; readonly receipt: Receipt }
  | { readonly type: 'refused'; readonly code: string };

/**
 * n8n: its database of n8n executions outlives its process. An n8n execution in flight when the process dies is `crashed` from
 * the next start on, a waiting one is kept; one that ends or waits while the database is away stays `running` until then. Each node
 * is one call of an app function, as the template has them.
 */
export class SimulatedN8n {
  private readonly hosted = new Map<string, Hosted>();
  private process: SimulatedProcess | undefined;
  private deps: N8nDeps | undefined;
  private readyFromMs = 0;
  private nextId = 1;

  constructor(
    private readonly timeline: Timeline,
    private readonly canSave: () => boolean,
  ) {}

  /** A process of it starts: it answers after a while. */
  boot(process: SimulatedProcess, deps: N8nDeps, bootMs: number): void {
    this.process = process;
    this.deps = deps;
    this.readyFromMs = this.timeline.nowMs + bootMs;
    for (const one of this.hosted.values()) if (one.state === 'running') one.state = 'crashed';
  }

  /** As `process` reaches it. */
  hostFor(process: SimulatedProcess): LoopHost {
    const line = (name: string) => ({ name: `n8n.${name}`, service: 'n8n' });
    return {
      wake: (wake) => process.call(line('wake'), () => this.wake(wake)).catch(() => 'away' as const),
      executionState: (id) => process.call(line('state'), async () => this.stateOf(id)),
      isReady: () => process.call(line('ready'), async () => this.isReady).catch(() => false),
    };
  }

  /** Someone stopped the n8n executions of a loop by hand. */
  cancel(id: string): void {
    const one = this.hosted.get(id);
    if (one && (one.state === 'running' || one.state === 'waiting')) one.state = 'canceled';
  }

  forget(): void {
    for (const [id, { state }] of this.hosted) if (state !== 'running') this.hosted.delete(id);
  }

  /** Says of what runs that it crashed; it goes on all the same, as in queue mode. */
  lie(): void {
    for (const one of this.hosted.values()) if (one.state === 'running') one.state = 'crashed';
  }

  /** The hand-off webhook: Parse Plan, the receipt, and then the loop. */
  async handOff(body: HandoffBody): Promise<HandoffAnswer> {
    const { process, deps } = this.up();
    const one = this.begin('workflow-1');
    try {
      const submitted = await orDeath(process, () =>
        submitPlan(deps, {
          ...body,
          actor: 'n8n:workflow-1',
          loop: { type: 'bound', workflowId: one.workflowId, n8nExecutionId: one.id },
        }),
      );
      if (submitted.type === 'problems') {
        one.state = 'success';
        return { type: 'refused', code: submitted.problems[0]?.code ?? '' };
      }
      const { executionId } = submitted.receipt;
      void this.loop(one, { ...this.callOf(one), executionId, generation: 1 }, 'schedule');
      return { type: 'accepted', receipt: submitted.receipt };
    } catch (error) {
      one.state = 'error';
      if (isNightshiftError(error) && error.kind === 'user') return { type: 'refused', code: error.code };
      throw error;
    }
  }

  /** Somebody's workflow that has one task done; answers once the node waits. */
  async inline(task: InlineTask): Promise<string | undefined> {
    const { process, deps } = this.up();
    const one = this.begin('workflow-2');
    try {
      const answer = await orDeath(process, () =>
        runInline(deps, task, { workflowId: one.workflowId, n8nExecutionId: one.id, resumeUrl: one.id }),
      );
      return this.suspend(one, answer, true) ? (answer as { executionId: string }).executionId : undefined;
    } catch (error) {
      one.state = 'error';
      throw error;
    }
  }

  private get isReady(): boolean {
    return this.process?.isAlive === true && this.timeline.nowMs >= this.readyFromMs;
  }

  private up(): { readonly process: SimulatedProcess; readonly deps: N8nDeps } {
    if (!this.isReady || !this.process || !this.deps) throw new Error('n8n is not there');
    return { process: this.process, deps: this.deps };
  }

  private async stateOf(id: string): Promise<HostedState> {
    this.up();
    return this.hosted.get(id)?.state ?? 'missing';
  }

  private begin(workflowId: string): Hosted {
    const one: Hosted = { id: `n8n-${this.nextId++}`, workflowId, state: 'running' };
    this.hosted.set(one.id, one);
    return one;
  }

  private callOf({ id, workflowId }: Hosted) {
    return { n8nExecutionId: id, workflowId };
  }

  private async wake(wake: Wake): Promise<WakeOutcome> {
    const { process, deps } = this.up();
    if (wake.type === 'start') {
      const one = this.begin(wake.workflowId ?? 'workflow-1');
      const { executionId, generation, key } = wake;
      void this.loop(one, { ...this.callOf(one), executionId, generation, startKey: key }, 'schedule');
      return 'taken';
    }
    const one = this.hosted.get(wake.resumeUrl);
    if (!one || (one.state !== 'waiting' && one.state !== 'running')) return 'gone';
    if (one.state === 'running' || !one.waiting) return 'not-yet';
    const { executionId, generation, isInline } = one.waiting;
    return orDeath(process, async () => {
      const answer = await wakeAnswer(deps, { executionId, generation, wait: wake.wait, n8nExecutionId: one.id });
      if (answer.item === undefined) return answer.httpStatus === 409 ? 'gone' : 'not-yet';
      if (one.state !== 'waiting') return 'not-yet';
      one.state = isInline ? 'success' : 'running';
      const call = { ...this.callOf(one), executionId: asExecutionId(executionId), generation };
      if (!isInline) void this.loop(one, call, 'judge');
      return 'taken';
    });
  }

  /** The nodes of the template, one after the other, until the n8n execution waits or ends. */
  private async loop(one: Hosted, call: LoopCall, from: 'schedule' | 'judge'): Promise<void> {
    const { process, deps } = this.up();
    const step = <T>(take: () => Promise<T>): Promise<T> => persistStep(deps, take);
    try {
      for (let node = from; ; node = 'schedule') {
        if (node === 'schedule') {
          const scheduled = await step(() => releaseAndAssign(deps, call));
          if (scheduled.type === 'stale' || scheduled.state === 'handed-on') break;
          if (scheduled.state === 'over') {
            await step(() => reportLearning(deps, call, true));
            await step(() => reportNotifications(deps, call, true));
            break;
          }
          const answer = await step(() => announceAndWait(deps, { ...call, resumeUrl: one.id }));
          if (answer.type === 'stale') break;
          if (this.suspend(one, answer, false)) return;
        }
        const { startKey: _used, ...bound } = call;
        if ((await step(() => judgeAttempts(deps, bound))).type === 'stale') break;
        if ((await step(() => reportLearning(deps, bound))).type === 'stale') break;
        if ((await step(() => reportNotifications(deps, bound))).type === 'stale') break;
      }
      this.save(one, 'success');
    } catch (error) {
      process.trace(() => `${one.id} failed: ${messageOf(error)}`);
      this.save(one, 'error');
    }
  }

  private suspend(one: Hosted, answer: WaitAnswer, isInline: boolean): boolean {
    if (answer.type !== 'wait') return false;
    const { executionId, generation } = answer;
    one.waiting = { executionId, generation, isInline };
    this.save(one, 'waiting');
    return true;
  }

  private save(one: Hosted, state: HostedState): void {
    if (one.state === 'running' && this.canSave()) one.state = state;
  }
}

/** Whoever waits for an answer of a process that dies learns it by the lost connection. */
function orDeath<T>(process: SimulatedProcess, work: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    process.onEnd(() => reject(new Error(`${process.name} is gone`)));
    work().then(resolve, reject);
  });
}
