import type { ExecutionEvent } from '../core/execution/event';
import { LEASE_MS } from '../core/execution/held-resources';
import type { ExecutionId } from '../core/ids';
import type { BegunAttempts } from '../ports/neighbours';
import type { AttemptDeps } from './attempt-deps';
import type { Attached } from './end-queue';

/** Executions of which it is known what was begun last; the oldest use goes first. */
const MOST_KNOWN = 1_000;
/** Part of a lease after which an attempt is not begun any more: the first renewal comes a third later, and finds it held. */
const BEGIN_WITHIN = 1 / 3;

/**
 * Begins what other workers' transitions started on this one: each once, however often and in whatever order it is told. What
 * is told late is not begun: its lease may end before it is renewed, and somebody else may have it.
 */
export class BeginStarted {
  /** Of each execution, the newest event of the last transition that started something here. */
  private readonly begunTo = new Map<ExecutionId, number>();

  constructor(
    private readonly deps: Pick<AttemptDeps, 'worker' | 'cache' | 'time' | 'leaseMs'>,
    private readonly attached: Attached,
  ) {}

  /** False when nothing is begun: then it is to be handed back. */
  async begin({ worker, executionId, starts, events }: BegunAttempts): Promise<boolean> {
    const newest = events.at(-1);
    if (worker !== this.deps.worker || newest === undefined || !this.isNews(executionId, newest)) return false;
    const { execution } = await this.deps.cache.follow(executionId, events);
    const ageMs = (await this.deps.time.now()).getTime() - Date.parse(newest.at);
    if (!this.attached.takesMore() || ageMs > (this.deps.leaseMs ?? LEASE_MS) * BEGIN_WITHIN) return false;
    for (const { task, token } of starts) {
      const state = execution.tasks[task];
      if (state?.token !== token || state.status !== 'active' || state.worker !== worker) continue;
      this.attached.begin({ executionId, task, token, kind: 'attempt', worker }, execution);
    }
    return true;
  }

  private isNews(executionId: ExecutionId, { seq }: ExecutionEvent): boolean {
    if (seq <= (this.begunTo.get(executionId) ?? 0)) return false;
    this.begunTo.delete(executionId);
    this.begunTo.set(executionId, seq);
    const oldest = this.begunTo.keys().next();
    if (this.begunTo.size > MOST_KNOWN && !oldest.done) this.begunTo.delete(oldest.value);
    return true;
  }
}
