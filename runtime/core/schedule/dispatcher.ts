import { Barrier } from './barrier';
import type { DispatcherRules, DispatcherState } from './dispatcher-rules';
import { Effort } from './effort';
import { FileClaims } from './file-claims';
import { KeptPlace } from './kept-place';
import { dependencyCounts } from './levels';
import { ReadyTasks } from './ready-tasks';
import { Reservations } from './reservations';
import { groupTasks, type TaskGroup } from './task-groups';
import { UnitPool } from './unit-pool';
import type { WaitReason } from './wait-reason';
import { Waits } from './waits';
import { NO_SLOT, WAIT_FOR_FASTER, WorkerPool } from './worker-pool';
import type { Workload } from './workload';

export interface TaskStart {
  readonly task: number;
  readonly worker: number;
}

/** Why a task is held back although all is there for it. */
interface Hold {
  readonly reason: WaitReason;
  /** For a file alone that the task writes for which a place is kept; false unless given. */
  readonly isForFile?: boolean;
}

/** What a look at a task costs, in the steps of `SerialLayout`. Measured. */
const LOOK_STEPS = 25;

/**
 * Decides which ready tasks start, and where. It is told what ended and asked what starts; plans that run, plans that are
 * forecast and instances of the literature are decided here and nowhere else.
 *
 * *Algorithm*: ready tasks lie in one heap for each group that asks for the same. A decision takes the most urgent top of
 * all groups, until no group finds a place. A task whose file somebody writes is put aside until that one ends. So a
 * decision costs what became ready, starts, is put aside, or is looked at and held back for a place that is kept.
 */
export class Dispatcher {
  private readonly openDependencies: Int32Array;
  private readonly ready: ReadyTasks;
  private readonly pool: WorkerPool;
  private readonly units: UnitPool;
  private readonly files: FileClaims;
  private readonly workerOf: Int32Array;
  private readonly barrier: Barrier | undefined;
  private readonly reservations: Reservations | undefined;
  /** Absent where nothing but slots is waited for, and where who came first goes first. */
  private readonly kept: KeptPlace | undefined;
  /** When each task that runs is expected to end. */
  private readonly running = new Map<number, number>();
  /** What did not start in the last decision, and why. */
  readonly waits: Waits;
  private readonly effort: Effort;
  private readonly isElsewhere: DispatcherState['isElsewhere'];
  private decisions = 0;
  /** Nothing runs, and nothing started in the decision before at this moment. */
  private isIdle = false;
  private left: number;
  /** 1 for those that have not started and are not kept from it. */
  private readonly isOpen: Uint8Array;

  constructor(
    private readonly workload: Workload,
    private readonly rules: DispatcherRules,
    state?: DispatcherState,
  ) {
    const { size, dependents, workers, resources, files, limit = Number.POSITIVE_INFINITY } = workload;
    this.openDependencies = dependencyCounts(dependents);
    const grouping = rules.grouping ?? groupTasks(workload, rules.isAlone);
    const { groupOf } = grouping;
    this.ready = new ReadyTasks(grouping, rules.keys);
    const { groups, isFifo } = this.ready;
    this.pool = new WorkerPool(workers, groups, state?.freeSlots);
    this.units = new UnitPool(Float64Array.from(state?.freeUnits ?? resources?.capacities ?? []), rules.kept);
    this.effort = rules.effort ?? new Effort();
    this.files = new FileClaims((no) => files?.[no] ?? [], this.effort);
    this.workerOf = new Int32Array(size).fill(-1);
    this.left = limit;
    this.isElsewhere = state?.isElsewhere;
    this.isOpen = new Uint8Array(size).fill(1);
    this.barrier = rules.waves && new Barrier(rules.waves);
    const { openDependencies, pool } = this;
    if (!isFifo)
      this.reservations = Reservations.of({
        workload,
        groups,
        groupOf,
        openDependencies,
        pool,
        ...(rules.levels && { levels: rules.levels }),
      });
    if (!isFifo && rules.keepsPlaces !== false && (resources || files?.some((own) => own.length > 0)))
      this.kept = new KeptPlace({
        workload,
        groups,
        groupOf,
        pool,
        files: this.files,
        units: this.units.free,
        running: this.running,
        workerOf: this.workerOf,
        holdsUnits: (no) => !state?.freeUnits || this.workerOf[no]! >= 0,
        keys: this.ready.keys,
        isMoreUrgent: (one, other) => this.ready.isMoreUrgent(one, other),
        mayBeEndless: state !== undefined,
      });
    const { barrier, isOpen, kept, ready, units } = this;
    this.waits = new Waits({ rules, ready, pool, units, files: this.files, barrier, kept, openDependencies, isOpen });
    this.begin(state);
  }

  /** A task that ran is over: what it held is free, and what waited on it may be ready. */
  end(no: number): void {
    const group = this.ready.of(no);
    const worker = this.workerOf[no]!;
    const isElsewhere = this.isElsewhere?.(no) ?? false;
    if (!isElsewhere) this.left += 1;
    this.running.delete(no);
    if (worker >= 0) this.pool.giveBack(worker, this.slotsOf(group, worker), no);
    this.units.giveBack(group);
    for (const waiting of this.files.release(no)) this.ready.add(waiting);
    this.letDependantsGo(no);
    this.reservations?.ended(no);
    if (isElsewhere) return;
    for (const next of this.barrier?.end(no) ?? []) this.ready.add(next);
  }

  /** Another order of urgency, from the next decision on: estimates changed, or a plan is left. */
  rerank(keys: Float64Array): void {
    this.ready.rerank(keys);
    this.kept?.rerank();
  }

  /** Starts all that may start now, most urgent first. Nobody leaves a file to another one while nothing runs. */
  start(now: number): readonly TaskStart[] {
    const started = this.decide(now);
    if (started.length > 0 || this.running.size > 0 || !this.waits.someYield) return started;
    this.isIdle = true;
    const startedIdle = this.decide(now);
    this.isIdle = false;
    return startedIdle;
  }

  private decide(now: number): readonly TaskStart[] {
    const decision = ++this.decisions;
    for (const no of this.waits.beginDecision(decision, now)) this.ready.add(no);
    this.pool.beginDecision(now);
    this.kept?.beginDecision(now);
    const aside = this.kept?.mostUrgentAside();
    if (aside !== undefined) this.keepFor(aside, now);
    const started: TaskStart[] = [];
    while (this.left > 0) {
      const group = this.ready.mostUrgent(decision);
      this.effort.spent += LOOK_STEPS;
      if (!group) break;
      const task = group.ready.top;
      const first = this.yieldsTo(task, now);
      if (first !== undefined) {
        this.waits.hold(group.ready.pop(), { type: 'yields', task: first }, false);
        continue;
      }
      const estimate = this.workload.estimates[task]!;
      const worker = this.units.has(group) ? this.pool.choose(group, estimate, now) : NO_SLOT;
      if (worker === NO_SLOT) {
        group.fullIn = decision;
        group.hold = undefined;
        this.keepFor(task, now);
        continue;
      }
      group.ready.pop();
      const writer = this.files.writerOf(task);
      if (writer >= 0) {
        this.files.putAside(task, writer);
        this.kept?.rememberAside(task);
        this.keepFor(task, now);
        continue;
      }
      const hold = this.holdOf(task, worker, now);
      if (hold) {
        this.waits.hold(task, hold.reason, hold.isForFile ?? false);
        if (!this.isHoldOfAll(group, hold, worker)) continue;
        group.fullIn = decision;
        group.hold = hold.reason;
        continue;
      }
      this.take(task, worker, group, now);
      this.rules.hasStarted?.(task);
      started.push({ task, worker });
    }
    this.waits.endDecision(this.left);
    return started;
  }

  /** Why a task does not start although all is there for it. */
  private holdOf(task: number, worker: number, now: number): Hold | undefined {
    if (worker === WAIT_FOR_FASTER) {
      this.pool.waitForFaster();
      return { reason: { type: 'faster-worker' } };
    }
    const kept = this.reservations?.keptFor(task, worker, now);
    if (kept !== undefined) return { reason: { type: 'reserved', task: kept } };
    if (this.rules.isHeld?.(task, now)) return { reason: { type: 'held' } };
    // What other plans keep for it, nobody of its own plan keeps from it.
    const isNext = this.units.isKeptFor(this.ready.of(task));
    const first = isNext ? undefined : this.kept?.keptFrom(task, worker);
    return first && { reason: { type: 'kept', task: first.task }, isForFile: first.isForFile };
  }

  /** True when all that ask for the same are held back like one of them, the shortest of them too, so that none needs a look. */
  private isHoldOfAll({ ready }: TaskGroup, { reason, isForFile }: Hold, worker: number): boolean {
    if (reason.type === 'held') return this.rules.holdsAlike ?? false;
    if (reason.type !== 'kept' || isForFile) return false;
    return !this.kept!.isOverInTime(ready.leastOf(this.workload.estimates), worker);
  }

  /** What a task waits for is kept for it from now on, if none that is more urgent waits. */
  private keepFor(task: number, now: number): void {
    if (!this.kept?.isFor(task) || this.rules.isHeld?.(task, now)) return;
    if (this.yieldsTo(task, now) === undefined) this.kept.keepFor(task);
  }

  /** The task to which this one leaves a file now, as the rules number it. */
  private yieldsTo(task: number, now: number): number | undefined {
    return this.isIdle ? undefined : this.rules.yieldsTo?.(task, now);
  }

  /** The task for which a place is kept since the last decision; -1: none. */
  get keptTask(): number {
    return this.kept?.keptTask ?? -1;
  }

  /** How many tasks that ask for the same as this one are ready and were not put aside. */
  readyLike(no: number): number {
    return this.ready.of(no).ready.size;
  }

  private begin(state: DispatcherState | undefined): void {
    const { size } = this.workload;
    const busy: number[] = [];
    for (let no = 0; state && no < size; no++) {
      const is = state.of(no);
      if (is === 'pending') continue;
      this.leave(no);
      if (is === 'busy') {
        this.files.take(no, state.endsAtOf?.(no) === Number.POSITIVE_INFINITY);
        this.workerOf[no] = state.workerOf?.(no) ?? -1;
        busy.push(no);
      }
      if (is === 'over') this.letDependantsGo(no, false);
      if (is === 'over' || is === 'failed') this.barrier?.end(no);
    }
    if (state) for (const no of busy) this.foresee(no, state);
    for (let no = 0; no < size; no++) {
      if (this.openDependencies[no]! > 0 || !this.isOpen[no]) continue;
      if (this.barrier?.isOpen(no) ?? true) this.ready.add(no);
    }
  }

  private foresee(no: number, { endsAtOf, freeUnits }: DispatcherState): void {
    if (!freeUnits) this.units.take(this.ready.of(no));
    // Nobody knows when it ends unless told, and so nothing is kept for those that wait for it.
    const end = endsAtOf?.(no) ?? Number.POSITIVE_INFINITY;
    this.running.set(no, end);
    if (!endsAtOf) return;
    if (this.workerOf[no]! >= 0) this.pool.expect(this.workerOf[no]!, no, end);
    this.reservations?.started(no, end);
  }

  private letDependantsGo(no: number, makesReady = !this.barrier): void {
    const { starts, nos } = this.workload.dependents;
    for (let at = starts[no]!; at < starts[no + 1]!; at++) {
      const dependent = nos[at]!;
      if (--this.openDependencies[dependent]! === 0 && makesReady) this.ready.add(dependent);
    }
  }

  private take(no: number, worker: number, group: TaskGroup, now: number): void {
    this.left -= 1;
    this.workerOf[no] = worker;
    const { speed } = this.workload.workers[worker]!;
    const end = now + this.workload.estimates[no]! / speed;
    this.pool.take(worker, this.slotsOf(group, worker), no, end);
    this.reservations?.started(no, end);
    if (this.kept) this.running.set(no, end);
    this.units.take(group);
    this.files.take(no);
    this.leave(no);
  }

  /** It is no longer among those that are to start. */
  private leave(no: number): void {
    this.isOpen[no] = 0;
    const group = this.ready.of(no);
    if (--group.open === 0) this.pool.forget(group);
  }

  private slotsOf(group: TaskGroup, worker: number): number {
    return group.isAlone ? this.workload.workers[worker]!.slots : 1;
  }
}
