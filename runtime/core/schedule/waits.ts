import type { Barrier } from './barrier';
import type { DispatcherRules } from './dispatcher-rules';
import type { FileClaims } from './file-claims';
import type { KeptPlace } from './kept-place';
import type { ReadyTasks } from './ready-tasks';
import type { Demand, TaskGroup } from './task-groups';
import type { UnitPool } from './unit-pool';
import type { WaitReason } from './wait-reason';
import type { WorkerPool } from './worker-pool';

/** Ready tasks that ask for the same and find too little. */
export interface Unplaced {
  /** The most urgent one. */
  readonly task: number;
  readonly reasons: readonly WaitReason[];
  /** Workers that could do them. */
  readonly workers: readonly number[];
  readonly demands: readonly Demand[];
}

/** What the reasons follow from; all of it belongs to the dispatcher. */
interface Decided {
  readonly rules: DispatcherRules;
  readonly ready: ReadyTasks;
  readonly pool: WorkerPool;
  readonly units: UnitPool;
  readonly files: FileClaims;
  readonly barrier: Barrier | undefined;
  readonly kept: KeptPlace | undefined;
  readonly openDependencies: Int32Array;
  /** 1 for those that have not started and are not kept from it. */
  readonly isOpen: Uint8Array;
}

const NOBODY: readonly number[] = [];

/** Which tasks did not start in a decision, and why: all reasons that hold, so that one starts when none does any more. */
export class Waits {
  /** Tasks held back in the last decision, and why. */
  private readonly held = new Map<number, WaitReason>();
  /** Those of them that are held back for a file that the task writes for which a place is kept. */
  private readonly heldForFile = new Set<number>();
  /** The last decision, when it was made, and how many more tasks may run after it. */
  private decision = 0;
  private now = 0;
  private left = 0;

  constructor(private readonly on: Decided) {}

  /** @returns those that were held back in the one before: they are looked at again. */
  beginDecision(decision: number, now: number): readonly number[] {
    this.decision = decision;
    this.now = now;
    if (this.held.size === 0) return NOBODY;
    const before = [...this.held.keys()];
    this.held.clear();
    this.heldForFile.clear();
    return before;
  }

  /** A task is held back although all is there for it. */
  hold(task: number, reason: WaitReason, isForFile: boolean): void {
    this.held.set(task, reason);
    if (isForFile) this.heldForFile.add(task);
  }

  /** Somebody left a file to another one in the last decision. */
  get someYield(): boolean {
    for (const { type } of this.held.values()) if (type === 'yields') return true;
    return false;
  }

  endDecision(left: number): void {
    this.left = left;
  }

  /** All that a task waits for; none where it has started, and where it waits for dependencies: whoever asks knows them. */
  reasonsOf(no: number): readonly WaitReason[] {
    const { isOpen, openDependencies, barrier, rules, ready, files } = this.on;
    if (!isOpen[no] || openDependencies[no]! > 0) return [];
    if (barrier && !barrier.isOpen(no)) return [{ type: 'wave', wave: rules.waves![no]! }];
    const group = ready.of(no);
    const hold = this.held.get(no) ?? (group.fullIn === this.decision ? group.hold : undefined);
    return [
      ...files.writersOf(no).map((holder) => ({ type: 'file', holder }) as const),
      ...(hold === undefined || (hold.type === 'kept' && hold.task === no) ? [] : [hold]),
      ...this.shortages(group),
    ];
  }

  /** What groups of ready tasks lack; most urgent first. */
  unplaced(): readonly Unplaced[] {
    const { ready: tasks, rules } = this.on;
    return tasks.groups
      .filter(({ ready }) => ready.size > 0 && !rules.isHeld?.(ready.top, this.now))
      .sort((one, other) => (tasks.isMoreUrgent(one.ready.top, other.ready.top) ? -1 : 1))
      .flatMap((group) => {
        const { ready, workers, demands } = group;
        const reasons = this.shortages(group);
        return reasons.length === 0 ? [] : [{ task: ready.top, reasons, workers, demands }];
      });
  }

  /** Those that looked at a file which another one writes, or for which a place is kept, and the other one. */
  blockedByFiles(): readonly { readonly task: number; readonly by: number }[] {
    const { files, kept } = this.on;
    return [
      ...files.putAsideFor().map(({ task, writer }) => ({ task, by: writer })),
      ...[...this.heldForFile].map((task) => ({ task, by: kept!.keptTask })),
    ];
  }

  /** All that tasks of a group find too little of. */
  private shortages(group: TaskGroup): readonly WaitReason[] {
    if (group.workers.length === 0) return [{ type: 'no-worker' }];
    return [
      ...(this.left <= 0 ? [{ type: 'limit' } as const] : []),
      ...this.on.units.shortages(group),
      ...(this.on.pool.hasSlot(group) ? [] : [{ type: group.isAlone ? 'alone' : 'slot' } as const]),
    ];
  }
}
