import { messageOf } from '../core/errors';
import { advance } from '../core/execution/advance';
import type { Draft } from '../core/execution/draft';
import type { Execution } from '../core/execution/execution';
import { startsAt } from '../core/execution/start-attached';
import type { ExecutionId } from '../core/ids';
import type { Capacity } from '../core/schedule/capacity';
import { capacityAfter } from '../core/schedule/capacity-after';
import type { PlanShape } from '../core/schedule/plan-shape';
import type { Hint } from '../ports/hints';
import type { AttemptDeps } from './attempt-deps';
import { schedulingCapacity } from './scheduling-capacity';
import { sendAnnouncements } from './send-hints';
import { type Decided, transact, tryTransact } from './transact';

/** Records the end of something if it is still current; false when it is not, and nothing is to be written. */
export type RecordEnd = (draft: Draft, shape: PlanShape, capacity: Capacity) => boolean;

/** What the worker itself does next: started in the transition that ended something, so nobody needs to be told. */
export interface Attached {
  /** False once this worker takes nothing more. */
  readonly takesMore: () => boolean;
  /** Begins what is started; never waits. */
  readonly begin: (hint: Hint, started: Execution) => void;
}

interface Waiting {
  readonly record: RecordEnd;
  readonly resolve: (decided: Decided) => void;
  readonly reject: (error: unknown) => void;
}

/** Ends that one transition carries at most. */
const MOST_TOGETHER = 250;
/** Times that slots may be taken from under us before the ends are committed by themselves. */
const TRIES = 3;
/** Milliseconds for which a reading of capacity, moved by our own transitions, is good enough to try with. */
const READING_GOOD_FOR_MS = 200;

/**
 * The ends that a worker has in hand, execution by execution: while one transition is on its way, those that come meanwhile
 * wait and make the next one together. In direct mode all that follows is decided in the same transition, and what follows on
 * this very worker is started in it.
 *
 * The results in hand come first: when slots are taken from under us, they are committed alone and the sweep goes on from there.
 */
export class EndQueue {
  private readonly lines = new Map<ExecutionId, Waiting[]>();
  private reading: { readonly capacity: Capacity; readonly atMs: number } | undefined;
  /** What is being read for ends that are near; resolves whether it works or not. */
  private readonly expected = new Map<ExecutionId, Promise<void>>();

  constructor(
    private readonly deps: AttemptDeps,
    private readonly attached: Attached,
  ) {}

  /**
   * An end is near: what deciding on it takes is read while the last of it is still done, so that the slot is idle for one
   * commit. Nothing is lost without: where it was read of late, or cannot be, the end itself reads it.
   */
  expect(executionId: ExecutionId): void {
    if (this.lines.has(executionId) || this.expected.has(executionId) || this.isReadingGood()) return;
    const read = Promise.all([this.capacity(true), this.deps.cache.refresh(executionId)]);
    const settled = read.then(
      () => undefined,
      (error: unknown) => this.deps.log.debug('the end of an attempt reads by itself', { error: messageOf(error) }),
    );
    this.expected.set(executionId, settled);
  }

  /** Resolves once the end is committed, or found to be stale. */
  commit(executionId: ExecutionId, record: RecordEnd): Promise<Decided> {
    return new Promise((resolve, reject) => {
      const waiting = { record, resolve, reject };
      const line = this.lines.get(executionId);
      if (line) {
        line.push(waiting);
        return;
      }
      const fresh = [waiting];
      this.lines.set(executionId, fresh);
      void this.drain(executionId, fresh);
    });
  }

  private async drain(executionId: ExecutionId, line: Waiting[]): Promise<void> {
    await undefined; // what ends in this very moment comes along
    while (line.length > 0) await this.commitTogether(executionId, line.splice(0, MOST_TOGETHER));
    this.lines.delete(executionId);
  }

  /** Never rejects. When several cannot be committed together, each is tried by itself. */
  private async commitTogether(executionId: ExecutionId, batch: readonly Waiting[]): Promise<void> {
    try {
      const decided = await this.commitOnce(
        executionId,
        batch.map(({ record }) => record),
      );
      for (const { resolve } of batch) resolve(decided);
      this.beginStarted(decided);
      await sendAnnouncements(this.deps, decided.draft);
    } catch (error) {
      if (batch.length > 1) for (const one of batch) await this.commitTogether(executionId, [one]);
      else batch[0]!.reject(error);
    }
  }

  private async commitOnce(executionId: ExecutionId, records: readonly RecordEnd[]): Promise<Decided> {
    const { deps } = this;
    const actor = `worker:${deps.worker}`;
    const isRead = (await this.wasExpected(executionId)) || (await this.readBoth(executionId));
    for (let tries = 0; tries < TRIES; tries++) {
      const capacity = await this.capacity(tries > 0);
      const here = this.attached.takesMore() ? deps.worker : undefined;
      const decided = await tryTransact(deps, {
        executionId,
        actor,
        isNew: isRead && tries === 0,
        decide: (draft, shape) => {
          if (!recordAll(records, draft, shape, capacity) || draft.execution.options.advance !== 'direct') return;
          // The slots that the ends themselves give back are free as well.
          const reading = this.reading ?? { capacity, atMs: deps.clock.steady() };
          advance(draft, shape, capacityAfter(reading.capacity, draft), () => deps.ids.draw(), here);
          // What is on its way counts for those that are decided meanwhile.
          this.reading = { ...reading, capacity: capacityAfter(reading.capacity, draft) };
        },
      });
      if (decided) return decided;
    }
    const capacity = await this.capacity(true);
    return transact(deps, {
      executionId,
      actor,
      decide: (draft, shape) => void recordAll(records, draft, shape, capacity),
    });
  }

  /** True when the state was read for this very end. */
  private async wasExpected(executionId: ExecutionId): Promise<boolean> {
    const reading = this.expected.get(executionId);
    this.expected.delete(executionId);
    await reading;
    return reading !== undefined && this.isReadingGood();
  }

  /** Where both the slots and the state are to be asked for, they are at once; false where nothing or one of them is. */
  private async readBoth(executionId: ExecutionId): Promise<boolean> {
    if (this.isReadingGood() || this.deps.cache.likely(executionId)) return false;
    await Promise.all([this.capacity(true), this.deps.cache.refresh(executionId)]);
    return true;
  }

  private isReadingGood(): boolean {
    return this.reading !== undefined && this.deps.clock.steady() - this.reading.atMs <= READING_GOOD_FOR_MS;
  }

  /** Slots are counted in the commit: a reading that is behind costs another try, or time until the sweep. */
  private async capacity(isFresh: boolean): Promise<Capacity> {
    const atMs = this.deps.clock.steady();
    if (!isFresh && this.reading && this.isReadingGood()) return this.reading.capacity;
    const capacity = await schedulingCapacity(this.deps);
    this.reading = { capacity, atMs };
    return capacity;
  }

  private beginStarted({ draft, execution }: Decided): void {
    for (const { task, token, kind } of startsAt(draft, this.deps.worker))
      this.attached.begin({ executionId: execution.id, task, token, kind, worker: this.deps.worker }, execution);
  }
}

/** True when at least one of them is still current. */
function recordAll(records: readonly RecordEnd[], draft: Draft, shape: PlanShape, capacity: Capacity): boolean {
  let isAny = false;
  for (const record of records) if (record(draft, shape, capacity)) isAny = true;
  return isAny;
}
