import { grantUsd, ungrantedUsd } from '../execution/budget';
import type { Draft } from '../execution/draft';
import { type Execution, type ExecutionOptions, isSettled, type TaskState } from '../execution/execution';
import type { WorkerId } from '../ids';
import { answeringWorkers } from './answering-workers';
import { neededCapabilities } from './choose-agent';
import { areDependenciesComplete } from './dependencies-complete';
import { fairSlots, type SlotClaim, type SlotWait } from './fair-share';
import { filesOverlap } from './files-overlap';
import type { PlanShape } from './plan-shape';

/** A worker as the scheduler sees it. */
export interface WorkerCapacity {
  readonly id: WorkerId;
  readonly host: string;
  readonly capabilities: readonly string[];
  readonly slots: number;
  readonly freeSlots: number;
}

export interface Capacity {
  readonly workers: readonly WorkerCapacity[];
  /** Attempts that may run over all executions, and how many more may start. */
  readonly globalLimit: number;
  readonly globalFree: number;
  /** Executions that found no slot for a ready task, the one that is scheduled perhaps among them. */
  readonly slotWaits: readonly SlotWait[];
}

/**
 * Assigns every ready task that fits, in critical-path order, each to the worker with the most free slots that can do it.
 * Rolling: a task is ready when its own dependencies are complete; with the option `barrier`, when all earlier waves are over.
 * A task whose declared files overlap with those of a task in progress waits for it; later ones may pass it.
 * Slots for which other executions wait are shared with them.
 *
 * @returns Keys of the capacity rows that ready tasks wait for; empty when all that may run does.
 * Source; design "Rolling, not barrier".
 */
export function assignReady(draft: Draft, shape: PlanShape, capacity: Capacity): readonly string[] {
  const { options } = draft.execution;
  if (draft.execution.status !== 'running') return [];

  const workers = answeringWorkers(draft.execution, workersAtHome(capacity, options));
  const fair = fairShares(draft, capacity);
  const free = new Map(
    workers.map(({ id, slots, freeSlots }) => [id, Math.min(freeSlots, fair(workerKey(id), slots))]),
  );
  let ownSlots = options.maxParallel - countRunning(draft);
  let globalSlots = Math.min(capacity.globalFree, fair('global', capacity.globalLimit));
  const taken = ownedFiles(draft);
  const wanted = new Set<string>();
  let leftUsd = ungrantedUsd(draft.execution);
  for (const no of readyTasks(draft, shape)) {
    if (ownSlots <= 0) break;
    const task = draft.execution.plan.tasks[no]!;
    if (taken.some((files) => filesOverlap(files, task.files))) continue;
    const grant = grantUsd(draft.execution, no, leftUsd);
    if (grant === 0) continue;
    const isAlone = isSuspect(draft.task(no));
    const candidates = isAlone ? workers.filter(({ id, slots: all }) => free.get(id) === all) : workers;
    const needed = neededCapabilities(task, options);
    const worker = globalSlots > 0 ? roomiest(candidates, free, needed) : undefined;
    if (!worker) {
      if (globalSlots <= 0) wanted.add('global');
      else for (const { id, capabilities } of workers) if (hasAll(capabilities, needed)) wanted.add(workerKey(id));
      continue;
    }
    draft.record({
      type: 'task-assigned',
      task: no,
      token: draft.task(no).token + 1,
      worker: worker.id,
      kind: 'attempt',
      ...(isAlone ? { slots: worker.slots } : {}),
      ...(grant === undefined ? {} : { grantUsd: grant }),
    });
    free.set(worker.id, isAlone ? 0 : free.get(worker.id)! - 1);
    ownSlots -= 1;
    globalSlots -= 1;
    leftUsd -= grant ?? 0;
    if (task.files.length > 0) taken.push(task.files);
  }
  return [...wanted];
}

/** When an execution was last assigned something, or submitted: who has waited longest comes first. */
export function lastAssignedAt({ tasks, submittedAt }: Execution): string {
  let last = submittedAt;
  for (const { assignedAt, attempt } of tasks) {
    const at = assignedAt ?? attempt?.startedAt;
    if (at !== undefined && at > last) last = at;
  }
  return last;
}

/** Slots of a capacity row that an execution may take, by its key and limit. */
function fairShares({ execution }: Draft, { slotWaits }: Capacity): (key: string, limit: number) => number {
  const others = slotWaits.filter(({ executionId }) => executionId !== execution.id);
  if (others.length === 0) return () => Number.POSITIVE_INFINITY;
  const holders = execution.tasks.filter(holdsSlot);
  const own: Pick<SlotClaim, 'priority' | 'assignedAt'> = {
    priority: execution.options.priority,
    assignedAt: lastAssignedAt(execution),
  };
  return (key, limit) => {
    const held = key === 'global' ? holders : holders.filter(({ worker }) => worker && workerKey(worker) === key);
    return fairSlots({ ...own, key, limit, held: held.length }, others);
  };
}

/** Key of the capacity row of a worker's slots. */
export const workerKey = (id: WorkerId): string => `worker:${id}`;

/**
 * Lost twice in a row: from then on it takes all slots of a worker, whoever else would go there, so that it takes nobody
 * with it, and shows whether it is to blame (I12).
 */
const isSuspect = ({ losses }: TaskState): boolean => losses >= 2;

/** The workers that can reach an execution's repository: all, where it has none. */
export function workersAtHome(
  { workers }: Capacity,
  { homeHost }: Pick<ExecutionOptions, 'homeHost'>,
): readonly WorkerCapacity[] {
  return homeHost === undefined ? workers : workers.filter(({ host }) => host === homeHost);
}

/** Numbers of the tasks that could start now but for slots, workers and files, most urgent first. */
export function readyTasks(draft: Draft, shape: PlanShape): readonly number[] {
  const { execution } = draft;
  const barrier = execution.options.release === 'barrier' ? firstOpenWave(draft, shape) : shape.waves.length;
  const ready: number[] = [];
  for (let no = 0; no < execution.tasks.length; no++) {
    if (shape.waveOf[no]! <= barrier && isReady(draft, shape, no)) ready.push(no);
  }
  return ready.sort((a, b) => shape.levels[b]! - shape.levels[a]! || a - b);
}

/** True when a task is pending, its time has come, and everything that it waits on is complete. */
export function isReady(draft: Draft, shape: PlanShape, no: number): boolean {
  const state = draft.task(no);
  if (state.status !== 'pending') return false;
  if (state.dueAt !== undefined && Date.parse(state.dueAt) > draft.nowMs) return false;
  return areDependenciesComplete(draft.execution, shape, no);
}

/** Holds a slot of its worker: assigned or running an attempt. */
export const holdsSlot = (state: TaskState): boolean => state.status === 'assigned' || state.status === 'active';

function countRunning(draft: Draft): number {
  return draft.execution.tasks.filter(holdsSlot).length;
}

/** Declared files of tasks whose result is still on its way to the integration branch. */
function ownedFiles(draft: Draft): (readonly string[])[] {
  const owned: (readonly string[])[] = [];
  for (const [no, state] of draft.execution.tasks.entries()) {
    const files = draft.execution.plan.tasks[no]!.files;
    const isInProgress = holdsSlot(state) || state.status === 'verifying' || state.status === 'integrating';
    if (files.length > 0 && (isInProgress || (state.status === 'waiting' && state.attempt))) owned.push(files);
  }
  return owned;
}

function firstOpenWave(draft: Draft, shape: PlanShape): number {
  const open = shape.waves.findIndex((wave) => wave.some((no) => !isSettled(draft.task(no).status)));
  return open < 0 ? shape.waves.length : open;
}

const hasAll = (capabilities: readonly string[], needed: readonly string[]): boolean =>
  needed.every((capability) => capabilities.includes(capability));

function roomiest(
  workers: readonly WorkerCapacity[],
  free: ReadonlyMap<WorkerId, number>,
  needed: readonly string[],
): WorkerCapacity | undefined {
  let best: WorkerCapacity | undefined;
  for (const worker of workers) {
    const slots = free.get(worker.id)!;
    if (slots <= 0 || !hasAll(worker.capabilities, needed)) continue;
    if (!best || slots > free.get(best.id)!) best = worker;
  }
  return best;
}
