import type { Draft } from '../execution/draft';
import { type ExecutionOptions, isSettled, type TaskState } from '../execution/execution';
import type { WorkerId } from '../ids';
import { neededCapabilities } from './choose-agent';
import { areDependenciesComplete } from './dependencies-complete';
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
  /** Attempts that may still start over all executions. */
  readonly globalFree: number;
}

/**
 * Assigns every ready task that fits, in critical-path order, each to the worker with the most free slots that can do it.
 * Rolling: a task is ready when its own dependencies are complete; with the option `barrier`, when all earlier waves are over.
 * A task whose declared files overlap with those of a task in progress waits for it; later ones may pass it.
 *
 * Source; design "Rolling, not barrier".
 */
export function assignReady(draft: Draft, shape: PlanShape, capacity: Capacity): void {
  const { options } = draft.execution;
  if (draft.execution.status !== 'running') return;

  const workers = workersAtHome(capacity, options).filter(({ id }) => !isWatched(draft, id));
  const free = new Map(workers.map((worker) => [worker.id, worker.freeSlots]));
  let slots = Math.min(options.maxParallel - countRunning(draft), capacity.globalFree);
  const taken = ownedFiles(draft);
  for (const no of readyTasks(draft, shape)) {
    if (slots <= 0) return;
    const task = draft.execution.plan.tasks[no]!;
    if (taken.some((files) => filesOverlap(files, task.files))) continue;
    const isAlone = isSuspect(draft.task(no));
    const candidates = isAlone ? workers.filter(({ id, slots: all }) => free.get(id) === all) : workers;
    const worker = roomiest(candidates, free, neededCapabilities(task, options));
    if (!worker) continue;
    draft.record({
      type: 'task-assigned',
      task: no,
      token: draft.task(no).token + 1,
      worker: worker.id,
      kind: 'attempt',
    });
    free.set(worker.id, isAlone ? 0 : free.get(worker.id)! - 1);
    slots -= 1;
    if (task.files.length > 0) taken.push(task.files);
  }
}

/** Lost twice in a row: it runs alone from then on, so that it takes nobody with it, and shows whether it is to blame (I12). */
const isSuspect = ({ losses }: TaskState): boolean => losses >= 2;

/** True while a suspect runs on a worker: nothing else goes there. */
function isWatched(draft: Draft, worker: WorkerId): boolean {
  return draft.execution.tasks.some((task) => task.worker === worker && holdsSlot(task) && isSuspect(task));
}

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

function roomiest(
  workers: readonly WorkerCapacity[],
  free: ReadonlyMap<WorkerId, number>,
  needed: readonly string[],
): WorkerCapacity | undefined {
  let best: WorkerCapacity | undefined;
  for (const worker of workers) {
    const slots = free.get(worker.id)!;
    if (slots <= 0 || !needed.every((capability) => worker.capabilities.includes(capability))) continue;
    if (!best || slots > free.get(best.id)!) best = worker;
  }
  return best;
}
