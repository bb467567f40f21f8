import { counted } from '../counted';
import type { Execution } from '../execution/execution';
import { type Capacity, workersAtHome } from './capacity';
import { neededCapabilities } from './choose-agent';
import { describeResource, type ResourceUse } from './describe-resource';
import { filesOverlap } from './files-overlap';
import type { LiveDispatch } from './live-dispatch';
import { missingNeeds } from './missing-needs';
import type { WaitReason } from './wait-reason';

/** A task that waits, and the decision in which it found no place. */
interface Waiting {
  readonly execution: Execution;
  readonly capacity: Capacity;
  readonly live: LiveDispatch;
  readonly no: number;
  /** What other executions take of resources; absent: not looked up. */
  readonly uses: readonly ResourceUse[] | undefined;
}

/** A reason of the dispatcher in words, with the names of tasks, files, workers and things. */
export function waitWords(reason: WaitReason, waiting: Waiting): string {
  const { execution, capacity, live, no, uses } = waiting;
  switch (reason.type) {
    case 'file':
      return fileWords(waiting, reason.holder);
    case 'wave':
      return `waits for the end of wave ${reason.wave}`;
    case 'no-worker':
      return workerWords(waiting);
    case 'limit':
      return limitWords(waiting);
    case 'alone':
      return 'was lost twice, and waits for a worker to itself';
    case 'slot':
      return slotWords(waiting);
    case 'resource':
      return describeResource(execution, no, live.resources[reason.resource]!, capacity, uses);
    case 'reserved':
      return reservedWords(waiting, live.noOf(reason.task));
    case 'kept':
      return keptWords(waiting, live.noOf(reason.task));
    case 'yields':
      return yieldWords(waiting, reason.task);
    case 'held':
      return 'waits for money: what is left of the cost cap is granted to tasks that run';
    case 'faster-worker':
      return 'waits for a faster worker that will be free soon';
  }
}

function fileWords({ execution: { plan, options }, live: { files }, no }: Waiting, holder: number): string {
  const [own, others] = [files[no]!, files[holder]!];
  const { id, title } = plan.tasks[holder]!;
  if (plan.tasks[no]!.files.length === 0)
    return `waits for ${id} (${title}): it declares no files, and so runs by itself`;
  if (plan.tasks[holder]!.files.length === 0 && options.unknownFiles === 'alone')
    return `waits for ${id} (${title}), which declares no files and runs by itself`;
  const file = own.find((one) => filesOverlap([one], others)) ?? own[0]!;
  return `waits for ${file}, which ${id} (${title}) writes`;
}

function workerWords({ execution, capacity, no }: Waiting): string {
  const { homeHost } = execution.options;
  const workers = workersAtHome(capacity, execution.options);
  if (capacity.workers.length === 0) return 'no worker is there';
  const missing = missingNeeds(execution, workers, no).join(' and ');
  const isElsewhere = missingNeeds(execution, capacity.workers, no).length === 0;
  return isElsewhere ? `no worker on ${homeHost}, where the project is, has ${missing}` : `no worker has ${missing}`;
}

function limitWords({ execution: { options }, capacity, live }: Waiting): string {
  if (capacity.globalLimit <= 0) return 'no task may start: the limit of all executions is 0';
  if (live.globalLeft > live.ownLeft || live.globalLeft >= options.maxParallel)
    return `waits for a slot: ${counted(options.maxParallel, 'task of this plan runs', 'tasks of this plan run')}, and no more may`;
  return live.globalLeft < capacity.globalFree
    ? 'waits for a slot: one is left to another plan, which goes first'
    : 'waits for a slot: as many tasks of all plans run as may';
}

function slotWords({ execution: { plan, options }, live, no }: Waiting): string {
  const needs = neededCapabilities(plan.tasks[no]!, options);
  const able = live.workers.filter(({ capabilities }) => needs.every((need) => capabilities.includes(need)));
  const isLeft = able.some(({ id }) => live.leftToOthers.has(id));
  return `waits for a free slot of a worker with ${needs.join(', ')}${isLeft ? ': one is left to another plan, which goes first' : ''}`;
}

function reservedWords({ execution: { plan } }: Waiting, first: number): string {
  const { id, title } = plan.tasks[first]!;
  return `waits for another worker: the one that is free is kept for ${id} (${title}), which no other can do`;
}

function keptWords({ execution: { plan }, live: { files }, no }: Waiting, first: number): string {
  const { id, title, resources = {} } = plan.tasks[first]!;
  const file = files[no]!.find((one) => filesOverlap([one], files[first]!));
  const unit = Object.keys(plan.tasks[no]!.resources ?? {}).find((name) => name in resources);
  const what = file ?? unit ?? 'a slot';
  return `${what} is kept for ${id} (${title}), which is more urgent and could not start soon otherwise`;
}

function yieldWords({ execution: { plan }, live: { files }, no }: Waiting, first: number): string {
  const { id, title } = plan.tasks[first]!;
  const file = files[no]!.find((one) => filesOverlap([one], files[first]!)) ?? files[no]![0]!;
  return `leaves ${file} to ${id} (${title}), which will be ready soon: the plan is over sooner so`;
}
