import { type AttemptRef, isOver } from '../core/execution/execution';
import { LEASE_MS } from '../core/execution/held-resources';
import type { ExecutionId } from '../core/ids';
import type { BegunAttempts } from '../ports/neighbours';
import type { Attached } from './attached';
import type { AttemptDeps } from './attempt-deps';

/** Executions of which it is known what was begun; the oldest use goes first. */
const MOST_KNOWN = 64;
/** Part of a lease after which an attempt is not begun any more: the first renewal comes a third later, and finds it held. */
const BEGIN_WITHIN = 1 / 3;

/**
 * Begins what other workers' transitions started on this one: each once, however often and in whatever order it is told. Nobody
 * else may work on these attempts, so what is not begun after all (it was told late, or this worker leaves) is handed back here.
 */
export class BeginStarted {
  /** The newest token of each task that was told of, by execution. */
  private readonly told = new Map<ExecutionId, Map<number, number>>();

  constructor(
    private readonly deps: Pick<AttemptDeps, 'worker' | 'cache' | 'time' | 'leaseMs'>,
    private readonly attached: Attached,
    private readonly handBack: (executionId: ExecutionId, starts: readonly AttemptRef[]) => void,
  ) {}

  /** False when another worker is meant. @throws when the state cannot be read; then nothing is begun, and it may be told again. */
  async begin({ worker, executionId, starts, events }: BegunAttempts): Promise<boolean> {
    const newest = events.at(-1);
    if (worker !== this.deps.worker || newest === undefined) return false;
    const { execution } = await this.deps.cache.follow(executionId, events);
    const ageMs = (await this.deps.time.now()).getTime() - Date.parse(newest.at);
    const mayBegin = this.attached.takesMore() && ageMs <= (this.deps.leaseMs ?? LEASE_MS) * BEGIN_WITHIN;
    const told = this.toldOf(executionId);
    const refused: AttemptRef[] = [];
    for (const { task, token } of starts) {
      const state = execution.tasks.at(task);
      if (state?.token !== token || state.status !== 'active' || state.worker !== worker) continue;
      if (token <= (told.get(task) ?? 0)) continue;
      told.set(task, token);
      if (mayBegin) this.attached.begin({ executionId, task, token, kind: 'attempt', worker }, execution);
      else refused.push({ task, token });
    }
    if (refused.length > 0) this.handBack(executionId, refused);
    if (isOver(execution.status)) this.told.delete(executionId);
    return true;
  }

  private toldOf(executionId: ExecutionId): Map<number, number> {
    const told = this.told.get(executionId) ?? new Map<number, number>();
    this.told.delete(executionId);
    this.told.set(executionId, told);
    const oldest = this.told.keys().next();
    if (this.told.size > MOST_KNOWN && !oldest.done) this.told.delete(oldest.value);
    return told;
  }
}
