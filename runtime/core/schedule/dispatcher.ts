import { FileClaims } from './file-claims';
import { dependencyCounts } from './levels';
import { groupTasks, type TaskGroup } from './task-groups';
import { WorkerPool } from './worker-pool';
import type { Workload } from './workload';

export interface DispatcherRules {
  /** Place of each task in the order of urgency, least first, each its own. `fifo`: who was ready first. */
  readonly ranks: Float64Array | 'fifo';
  /** Waves that start one after the other, by task; absent: a task starts when its own dependencies are over. */
  readonly waves?: Int32Array;
  /** Those that must have a worker to themselves. */
  readonly isAlone?: (no: number) => boolean;
  /** True when the task must not start now although all is there for it; asked again at each decision. */
  readonly isHeld?: (no: number) => boolean;
}

/** What is so before the first decision; absent: nothing has started. */
export interface DispatcherState {
  readonly freeSlots: readonly number[];
  /** `over` lets dependants go on, `out` does not: it failed, or something else keeps it. */
  readonly of: (no: number) => 'pending' | 'running' | 'over' | 'out';
}

export interface TaskStart {
  readonly task: number;
  readonly worker: number;
}

/**
 * Decides which ready tasks start, and where. It is told what ended and asked what starts; plans that run, plans that are
 * forecast and instances of the literature are decided here and nowhere else.
 *
 * *Algorithm*: ready tasks lie in one heap for each group that asks for the same. A decision takes the most urgent top of
 * all groups, until no group finds a place. A task whose file somebody writes is put aside until that one ends. So a
 * decision costs what became ready, starts or is put aside, whatever the size of the plan.
 */
export class Dispatcher {
  private readonly openDependencies: Int32Array;
  private readonly keys: Float64Array;
  private readonly isFifo: boolean;
  private readonly groups: readonly TaskGroup[];
  private readonly groupOf: Int32Array;
  private readonly pool: WorkerPool;
  private readonly units: Float64Array;
  private readonly files: FileClaims;
  private readonly workerOf: Int32Array;
  private held: number[] = [];
  private arrivals = 0;
  private left: number;
  private readonly barrier: Barrier | undefined;

  constructor(
    private readonly workload: Workload,
    private readonly rules: DispatcherRules,
    state?: DispatcherState,
  ) {
    const { size, dependents, workers, resources, files, limit = Number.POSITIVE_INFINITY } = workload;
    this.openDependencies = dependencyCounts(dependents);
    this.isFifo = rules.ranks === 'fifo';
    this.keys = rules.ranks === 'fifo' ? new Float64Array(size) : rules.ranks;
    const { groups, groupOf } = groupTasks(workload, this.keys, rules.isAlone);
    this.groups = groups;
    this.groupOf = groupOf;
    this.pool = new WorkerPool(workers, groups, state?.freeSlots);
    this.units = Float64Array.from(resources?.capacities ?? []);
    this.files = new FileClaims((no) => files?.[no] ?? []);
    this.workerOf = new Int32Array(size).fill(-1);
    this.left = limit;
    this.barrier = rules.waves && new Barrier(rules.waves);
    this.begin(state);
  }

  /** A task that ran is over: what it held is free, and what waited on it may be ready. */
  end(no: number): void {
    const group = this.groups[this.groupOf[no]!]!;
    const worker = this.workerOf[no]!;
    this.left += 1;
    this.pool.giveBack(worker, this.slotsOf(group, worker));
    for (const { resource, amount } of group.demands) this.units[resource]! += amount;
    for (const waiting of this.files.release(no)) this.makeReady(waiting);
    this.letDependantsGo(no);
    for (const next of this.barrier?.end(no) ?? []) this.makeReady(next);
  }

  /** Starts all that may start now, most urgent first. */
  start(): readonly TaskStart[] {
    for (const no of this.held.splice(0)) this.makeReady(no);
    const started: TaskStart[] = [];
    let closed: Set<TaskGroup> | undefined;
    while (this.left > 0) {
      const group = this.mostUrgent(closed);
      if (!group) break;
      const worker = this.hasUnits(group) ? this.pool.choose(group) : -1;
      if (worker < 0) {
        closed ??= new Set();
        closed.add(group);
        continue;
      }
      const task = group.ready.pop();
      const writer = this.files.writerOf(task);
      if (writer >= 0) this.files.putAside(task, writer);
      else if (this.rules.isHeld?.(task)) this.held.push(task);
      else {
        this.take(task, worker, group);
        started.push({ task, worker });
      }
    }
    return started;
  }

  private begin(state: DispatcherState | undefined): void {
    const ready: number[] = [];
    for (let no = 0; no < this.workload.size; no++) {
      const is = state?.of(no) ?? 'pending';
      if (is === 'pending') ready.push(no);
      else this.leave(no);
      if (is === 'running') this.files.take(no);
      if (is === 'over') this.letDependantsGo(no, false);
      if (is === 'over' || is === 'out') this.barrier?.end(no);
    }
    for (const no of ready)
      if (this.openDependencies[no] === 0 && (this.barrier?.isOpen(no) ?? true)) this.makeReady(no);
  }

  private letDependantsGo(no: number, makesReady = true): void {
    const { starts, nos } = this.workload.dependents;
    for (let at = starts[no]!; at < starts[no + 1]!; at++) {
      const dependent = nos[at]!;
      if (--this.openDependencies[dependent]! === 0 && makesReady && !this.barrier) this.makeReady(dependent);
    }
  }

  private makeReady(no: number): void {
    if (this.isFifo) this.keys[no] = this.arrivals++;
    this.groups[this.groupOf[no]!]!.ready.push(no);
  }

  private take(no: number, worker: number, group: TaskGroup): void {
    this.left -= 1;
    this.workerOf[no] = worker;
    this.pool.take(worker, this.slotsOf(group, worker));
    for (const { resource, amount } of group.demands) this.units[resource]! -= amount;
    this.files.take(no);
    this.leave(no);
  }

  /** It is no longer among those that are to start. */
  private leave(no: number): void {
    const group = this.groups[this.groupOf[no]!]!;
    group.work -= this.workload.estimates[no]!;
    if (--group.open === 0) this.pool.forget(group);
  }

  private slotsOf(group: TaskGroup, worker: number): number {
    return group.isAlone ? this.workload.workers[worker]!.slots : 1;
  }

  private hasUnits({ demands }: TaskGroup): boolean {
    for (const { resource, amount } of demands) if (this.units[resource]! < amount) return false;
    return true;
  }

  private mostUrgent(closed: ReadonlySet<TaskGroup> | undefined): TaskGroup | undefined {
    let first: TaskGroup | undefined;
    for (const group of this.groups) {
      if (group.ready.size === 0 || closed?.has(group)) continue;
      if (!first || this.keys[group.ready.top]! < this.keys[first.ready.top]!) first = group;
    }
    return first;
  }
}

/** Opens one wave after the other. */
class Barrier {
  private readonly members: number[][] = [];
  private readonly open: number[] = [];
  private current = 0;

  constructor(private readonly waves: Int32Array) {
    for (let no = 0; no < waves.length; no++) {
      const wave = waves[no]!;
      while (this.members.length <= wave) {
        this.members.push([]);
        this.open.push(0);
      }
      this.members[wave]!.push(no);
      this.open[wave]! += 1;
    }
  }

  isOpen(no: number): boolean {
    return this.waves[no]! <= this.current;
  }

  /** @returns the tasks of waves that open because this one is over. */
  end(no: number): readonly number[] {
    this.open[this.waves[no]!]! -= 1;
    let opened: readonly number[] = [];
    while (this.current < this.open.length && this.open[this.current] === 0) {
      this.current += 1;
      opened = this.members[this.current] ?? [];
    }
    return opened;
  }
}
