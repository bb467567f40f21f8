import { messageOf } from '../core/errors';
import { advance } from '../core/execution/advance';
import { chaseAssignments } from '../core/execution/announce';
import type { Draft } from '../core/execution/draft';
import { type AttemptRef, type EndedAttempt, isOver } from '../core/execution/execution';
import { indexOf } from '../core/execution/index-of';
import { reportProgress } from '../core/execution/report-progress';
import { releaseAttempt } from '../core/execution/settle-attempts';
import { startsOf } from '../core/execution/start-attached';
import type { ExecutionId, WorkerId } from '../core/ids';
import { type Capacity, freeOf } from '../core/schedule/capacity';
import { capacityAfter } from '../core/schedule/capacity-after';
import { slotWait } from '../core/schedule/slot-wait';
import type { Hint } from '../ports/hints';
import type { BegunAttempts, EndsTaken, HandedEnds, Looked, NeighbourService } from '../ports/neighbours';
import type { Attached } from './attached';
import type { AttemptDeps } from './attempt-deps';
import { BeginStarted } from './begin-started';
import { HandOver } from './hand-over';
import { Neighbourhood } from './neighbourhood';
import { type RecordEnd, recordEnd } from './record-end';
import { capacityOf } from './scheduling-capacity';
import { sendAnnouncements } from './send-hints';
import { type Decided, transact, tryTransact } from './transact';

interface Waiting {
  readonly record: RecordEnd;
  readonly resolve: (committed: Committed) => void;
  readonly reject: (error: unknown) => void;
}

/** A decision that is committed. */
export interface Committed extends Decided {
  /** The end was recorded in it; false where it was stale. */
  readonly isRecorded: boolean;
}

/** Capacity as it was read, moved by our own transitions since. */
interface Reading {
  readonly capacity: Capacity;
  readonly atMs: number;
  /** Workers that are there; absent where nothing was read. */
  readonly present?: ReadonlySet<string>;
  /** Executions that waited for slots, and were looked at since. */
  readonly looked: Set<ExecutionId>;
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
 * Of the workers of a machine one decides on each execution: ends of attempts are handed to it, and it says what its transitions
 * start elsewhere. Where it does not answer, the worker decides itself.
 *
 * The results in hand come first: when slots are taken from under us, they are committed alone and the sweep goes on from there.
 */
export class EndQueue implements NeighbourService {
  private readonly lines = new Map<ExecutionId, Waiting[]>();
  private reading: Reading | undefined;
  /** What is being read for ends that are near; resolves whether it works or not. */
  private readonly expected = new Map<ExecutionId, Promise<void>>();
  private readonly neighbourhood: Neighbourhood;
  private readonly handOver: HandOver;
  private readonly started: BeginStarted;

  constructor(
    private readonly deps: AttemptDeps,
    private readonly attached: Attached,
  ) {
    this.neighbourhood = new Neighbourhood(deps);
    this.handOver = new HandOver(deps, this.neighbourhood);
    this.started = new BeginStarted(deps, attached, (executionId, starts) => void this.handBack(executionId, starts));
  }

  /**
   * An end is near: what deciding on it takes is read while the last of it is still done, so that the slot is idle for one
   * commit. Nothing is lost without: where it was read of late, or cannot be, the end itself reads it.
   */
  expect(executionId: ExecutionId): void {
    if (this.lines.has(executionId) || this.expected.has(executionId) || this.isReadingGood()) return;
    if (this.neighbourhood.deciderOf(executionId)) return;
    const read = Promise.all([this.capacity(true), this.deps.cache.refresh(executionId)]);
    const settled = read.then(
      () => undefined,
      (error: unknown) => this.deps.log.debug('the end of an attempt reads by itself', { error: messageOf(error) }),
    );
    this.expected.set(executionId, settled);
  }

  /** Resolves once the end of an attempt is committed, here or by the worker that decides; false when it is stale. */
  async end(hint: Hint, attempt: EndedAttempt): Promise<boolean> {
    const decider = this.neighbourhood.deciderOf(hint.executionId);
    const handed = decider && (await this.handOver.hand(decider, hint, attempt));
    return handed ?? (await this.commit(hint.executionId, recordEnd(hint, attempt))).isRecorded;
  }

  /** Commits ends that another worker hands in. */
  async takeEnds({ executionId, ends }: HandedEnds): Promise<EndsTaken> {
    const committed = await Promise.all(
      ends.map(({ task, attempt }) => this.commit(executionId, recordEnd({ task, token: attempt.token }, attempt))),
    );
    const drafts = [...new Set(committed.map(({ draft }) => draft))];
    const sender = ends[0]?.attempt.worker;
    // Where something was started on the sender, it has the news with that.
    const isTold = (draft: Draft) => startsOf(draft).some(({ worker }) => worker === sender);
    return {
      areRecorded: committed.map(({ isRecorded }) => isRecorded),
      events: drafts.flatMap((draft) => (isTold(draft) ? [] : draft.events)),
    };
  }

  /** Begins what another worker's transition started here, once; false when another worker is meant. */
  begin(begun: BegunAttempts): Promise<boolean> {
    return this.started.begin(begun);
  }

  async look(executionId: ExecutionId): Promise<Looked | undefined> {
    const { cache, startWithinMs } = this.deps;
    const { options } = (cache.known(executionId) ?? (await cache.refresh(executionId))).execution;
    if (options.advance !== 'direct' || !this.attached.takesMore()) return undefined;
    const { execution, draft, shape } = await this.commit(executionId, (draft) => {
      const { present } = this.reading ?? {};
      if (present) chaseAssignments(draft, (worker) => !present.has(worker), startWithinMs);
      reportProgress(draft);
      return true;
    });
    const { status, lastSeq } = execution;
    const wait = isOver(status) ? undefined : slotWait({ execution, at: draft.at }, shape, await this.capacity(false));
    return { status, lastSeq, ...(wait ? { wait } : {}) };
  }

  /** Resolves once the end is committed by this worker, or found to be stale. */
  commit(executionId: ExecutionId, record: RecordEnd): Promise<Committed> {
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
    const beganMs = this.deps.clock.steady();
    try {
      const recorded = new Set<RecordEnd>();
      const decided = await this.commitOnce(executionId, (draft, shape, capacity) => {
        recorded.clear();
        for (const { record } of batch) if (record(draft, shape, capacity)) recorded.add(record);
        return recorded.size > 0;
      });
      for (const { record, resolve } of batch) resolve({ ...decided, isRecorded: recorded.has(record) });
      this.beginStarted(decided);
      this.lookAtWaiting();
      this.lookAgain(decided, beganMs);
      await sendAnnouncements(this.deps, decided.draft);
    } catch (error) {
      if (batch.length > 1) for (const one of batch) await this.commitTogether(executionId, [one]);
      else batch[0]!.reject(error);
    }
  }

  /** @param record - All that is to be recorded; true when something of it is still current. */
  private async commitOnce(executionId: ExecutionId, record: RecordEnd): Promise<Decided> {
    const { deps } = this;
    const actor = `worker:${deps.worker}`;
    const isRead = (await this.wasExpected(executionId)) || (await this.readBoth(executionId));
    for (let tries = 0; tries < TRIES; tries++) {
      const capacity = await this.capacity(tries > 0);
      const attached = this.toldOfStarts();
      const decided = await tryTransact(deps, {
        executionId,
        actor,
        isNew: isRead && tries === 0,
        decide: (draft, shape) => {
          if (!record(draft, shape, capacity) || draft.execution.options.advance !== 'direct') return;
          // The slots that the ends themselves give back are free as well.
          const reading = this.reading ?? { capacity, atMs: deps.clock.steady(), looked: new Set() };
          advance(draft, shape, capacityAfter(reading.capacity, draft), () => deps.ids.draw(), attached);
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
      decide: (draft, shape) => void record(draft, shape, capacity),
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
    const facts = await this.deps.workers.scheduling();
    this.neighbourhood.note(facts.workers);
    const capacity = { ...capacityOf(facts), decider: this.deps.worker };
    this.reading = { capacity, atMs, present: new Set(facts.workers.map(({ id }) => id)), looked: new Set() };
    return capacity;
  }

  /**
   * Where slots are free for which another execution waits, its ready tasks are started now, and not by the next sweep. Each that
   * waits is looked at once in a reading.
   */
  private lookAtWaiting(): void {
    if (!this.reading || !this.attached.takesMore()) return;
    const { capacity, looked } = this.reading;
    const next = capacity.slotWaits.find(
      ({ executionId, needs }) =>
        !looked.has(executionId) && needs.some(({ keys }) => keys.some((key) => freeOf(capacity, key) > 0)),
    );
    if (!next) return;
    looked.add(next.executionId);
    this.lookSoon(next.executionId);
  }

  /**
   * Where nothing of an execution is under way any more, nobody but the sweep would come back to it: what found no slot by a reading
   * that is older than the decision is tried once more with one of now.
   */
  private lookAgain({ draft, execution, shape }: Decided, beganMs: number): void {
    const { status, options, id } = execution;
    if (!this.reading || this.reading.atMs >= beganMs || draft.events.length === 0) return;
    if (status !== 'running' || options.advance !== 'direct') return;
    const index = indexOf(draft, shape);
    if (UNDER_WAY.some((passing) => index.count(passing) > 0)) return;
    this.reading = undefined;
    this.lookSoon(id);
  }

  private lookSoon(executionId: ExecutionId): void {
    this.commit(executionId, () => true).catch((error: unknown) =>
      this.deps.log.debug('an execution is left to the sweep', { executionId, error: messageOf(error) }),
    );
  }

  /** Who knows of a start in the moment in which it is committed. */
  private toldOfStarts(): ReadonlySet<WorkerId> {
    return new Set([...(this.attached.takesMore() ? [this.deps.worker] : []), ...this.neighbourhood.near().keys()]);
  }

  private beginStarted(decided: Decided): void {
    const { draft, execution } = decided;
    const elsewhere = new Map<WorkerId, AttemptRef[]>();
    for (const { task, token, kind, worker } of startsOf(draft)) {
      if (worker === this.deps.worker) {
        this.attached.begin({ executionId: execution.id, task, token, kind, worker }, execution);
      } else {
        const starts = elsewhere.get(worker) ?? [];
        elsewhere.set(worker, starts);
        starts.push({ task, token });
      }
    }
    for (const [worker, starts] of elsewhere) void this.tell(worker, starts, decided);
  }

  /** Tells a neighbour what it is to begin. What surely did not reach it is handed back; else it sees to it. Never rejects. */
  private async tell(worker: WorkerId, starts: readonly AttemptRef[], { execution, draft }: Decided): Promise<void> {
    const begun = { worker, executionId: execution.id, starts, events: draft.events };
    if ((await this.handOver.begin(worker, begun)) === 'refused') await this.handBack(execution.id, starts);
  }

  /** What was started and is not begun is assigned anew. Never rejects. */
  private async handBack(executionId: ExecutionId, starts: readonly AttemptRef[]): Promise<void> {
    try {
      await this.commit(executionId, (draft) => {
        const released = starts.map(({ task, token }) =>
          releaseAttempt(draft, task, token, 'its worker did not begin it'),
        );
        return released.includes(true);
      });
    } catch (error) {
      this.deps.log.warn('what was not begun could not be handed back; its lease will end', {
        executionId,
        error: messageOf(error),
      });
    }
  }
}

const UNDER_WAY = ['assigned', 'active', 'integrating'] as const;
