import { Barrier } from './barrier';
import type { DispatcherRules, DispatcherState } from './dispatcher-rules';
import { Effort } from './effort';
import { FileClaims } from './file-claims';
import { KeptPlace } from './kept-place';
import { dependencyCounts } from './levels';
import { ReadyTasks } from './ready-tasks';
import { Reservations } from './reservations';
import { type Demand, groupTasks, type TaskGroup } from './task-groups';
import { UnitPool } from './unit-pool';
import type { WaitReason } from './wait-reason';
import { NO_SLOT, WAIT_FOR_FASTER, WorkerPool } from './worker-pool';
import type { Workload } from './workload';

export interface TaskStart {
  readonly task: number;
  readonly worker: number;
}

/** Ready tasks that ask for the same and find too little. */
export interface Unplaced {
  /** The most urgent one. */
  readonly task: number;
  readonly reasons: readonly WaitReason[];
  /** Workers that could do them. */
  readonly workers: readonly number[];
  readonly demands: readonly Demand[];
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
  /** Tasks held back in the last decision, and why. */
  private readonly held = new Map<number, WaitReason>();
  /** Those of them that are held back for a file that the task writes for which a place is kept. */
  private readonly heldForFile = new Set<number>();
  /** When the last decision was made. */
  private now = 0;
  private readonly effort: Effort;
  private readonly isElsewhere: DispatcherState['isElsewhere'];
  private decisions = 0;
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
    const grouping = rules.grouping ?? groupTasks(workload, rules.isAlone, rules.beyond);
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

  /** Starts all that may start now, most urgent first. */
  start(now: number): readonly TaskStart[] {
    if (this.held.size > 0) this.letHeldGo();
    this.now = now;
    this.pool.beginDecision(now);
    this.kept?.beginDecision(now);
    const aside = this.kept?.mostUrgentAside();
    if (aside !== undefined) this.keepFor(aside, now);
    const started: TaskStart[] = [];
    const decision = ++this.decisions;
    while (this.left > 0) {
      const group = this.ready.mostUrgent(decision);
      this.effort.spent += LOOK_STEPS;
      if (!group) break;
      const task = group.ready.top;
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
        this.held.set(task, hold);
        if (!this.isHoldOfAll(group, task, hold, worker)) continue;
        group.fullIn = decision;
        group.hold = hold;
        continue;
      }
      this.take(task, worker, group, now);
      this.rules.hasStarted?.(task);
      started.push({ task, worker });
    }
    return started;
  }

  private letHeldGo(): void {
    for (const no of this.held.keys()) this.ready.add(no);
    this.held.clear();
    this.heldForFile.clear();
  }

  /** Why a task does not start although all is there for it. */
  private holdOf(task: number, worker: number, now: number): WaitReason | undefined {
    if (worker === WAIT_FOR_FASTER) return { type: 'faster-worker' };
    const kept = this.reservations?.keptFor(task, worker, now);
    if (kept !== undefined) return { type: 'reserved', task: kept };
    if (this.rules.isHeld?.(task, now)) return { type: 'held' };
    // What other plans keep for it, nobody of its own plan keeps from it.
    const isNext = this.units.isKeptFor(this.ready.of(task));
    const first = isNext ? undefined : this.kept?.keptFrom(task, worker);
    if (first?.isForFile) this.heldForFile.add(task);
    return first && { type: 'kept', task: first.task };
  }

  /** True when all that ask for the same are held back like this one, the shortest of them too, so that none needs a look. */
  private isHoldOfAll({ ready }: TaskGroup, task: number, hold: WaitReason, worker: number): boolean {
    if (hold.type === 'held') return this.rules.holdsAlike ?? false;
    if (hold.type !== 'kept' || this.heldForFile.has(task)) return false;
    return !this.kept!.isOverInTime(ready.leastOf(this.workload.estimates), worker);
  }

  /** What a task waits for is kept for it from now on, if none that is more urgent waits. */
  private keepFor(task: number, now: number): void {
    if (this.kept?.isFor(task) && !this.rules.isHeld?.(task, now)) this.kept.keepFor(task);
  }

  /**
   * All that a task which has not started waits for, as of the last decision: it starts when none of them holds. None for the
   * others, and for those that wait for dependencies: whoever asks knows them.
   */
  reasonsOf(no: number): readonly WaitReason[] {
    if (!this.isOpen[no] || this.openDependencies[no]! > 0) return [];
    if (this.barrier && !this.barrier.isOpen(no)) return [{ type: 'wave', wave: this.rules.waves![no]! }];
    const group = this.ready.of(no);
    const hold = this.held.get(no) ?? (group.fullIn === this.decisions ? group.hold : undefined);
    return [
      ...this.files.writersOf(no).map((holder) => ({ type: 'file', holder }) as const),
      ...(hold === undefined || (hold.type === 'kept' && hold.task === no) ? [] : [hold]),
      ...this.shortages(group),
    ];
  }

  /** What groups of ready tasks lack, as of the last decision; most urgent first. */
  unplaced(): readonly Unplaced[] {
    return this.ready.groups
      .filter(({ ready }) => ready.size > 0 && !this.rules.isHeld?.(ready.top, this.now))
      .sort((one, other) => (this.ready.isMoreUrgent(one.ready.top, other.ready.top) ? -1 : 1))
      .flatMap((group) => {
        const { ready, workers, demands } = group;
        const reasons = this.shortages(group);
        return reasons.length === 0 ? [] : [{ task: ready.top, reasons, workers, demands }];
      });
  }

  /** Those that looked at a file which another one writes, or for which a place is kept, and the other one. */
  blockedByFiles(): readonly { readonly task: number; readonly by: number }[] {
    const kept = this.keptTask;
    return [
      ...this.files.putAsideFor().map(({ task, writer }) => ({ task, by: writer })),
      ...[...this.heldForFile].map((task) => ({ task, by: kept })),
    ];
  }

  /** The task for which a place is kept since the last decision; -1: none. */
  get keptTask(): number {
    return this.kept?.keptTask ?? -1;
  }

  /** How many tasks that ask for the same as this one are ready and were not put aside. */
  readyLike(no: number): number {
    return this.ready.of(no).ready.size;
  }

  /** All that tasks of a group find too little of. */
  private shortages(group: TaskGroup): readonly WaitReason[] {
    if (group.workers.length === 0) return [{ type: 'no-worker' }];
    return [
      ...(this.left <= 0 ? [{ type: 'limit' } as const] : []),
      ...this.units.shortages(group),
      ...(this.pool.hasSlot(group) ? [] : [{ type: group.isAlone ? 'alone' : 'slot' } as const]),
    ];
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
