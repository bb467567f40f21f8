import { counted } from '../counted';
import { Draft } from '../execution/draft';
import type { Execution } from '../execution/execution';
import { type Capacity, type WorkerCapacity, workersAtHome } from './capacity';
import { neededCapabilities } from './choose-agent';
import { describeResource, type ResourceUse } from './describe-resource';
import { filesOverlap } from './files-overlap';
import { type LiveDispatch, liveDispatch } from './live-dispatch';
import type { PlanShape } from './plan-shape';
import type { WaitReason } from './wait-reason';

/** Why a task that could start does not, in a paused execution. */
export const HELD = 'the execution is paused';
/** Reasons of one task that are told. */
const MOST_REASONS = 4;

/** What was read of an execution and of the workers at a time. */
export interface Moment {
  readonly execution: Execution;
  readonly shape: PlanShape;
  /** Absent: nothing is known of the workers, and only what the execution itself says is told. */
  readonly capacity?: Capacity;
  readonly nowMs: number;
  /** What other executions take of resources that this one's tasks take; absent: not looked up. */
  readonly uses?: readonly ResourceUse[];
  /** How often a forecast runs out what is left, at most; absent: as often as pays. */
  readonly forecastRuns?: number;
}

/**
 * Why tasks that are not over do not run now, in words, by task number. Those that run, or may start at any moment, are
 * not in it. The dispatcher itself is asked, on a copy.
 *
 * Source: R-40.
 */
export function explainWaits({ execution, shape, capacity, nowMs, uses }: Moment): ReadonlyMap<number, string> {
  const waits = new Map<number, string>();
  const live = capacity && execution.status === 'running' ? tried(execution, shape, capacity, nowMs) : undefined;
  for (const [no, { status, question, worker }] of execution.tasks.entries()) {
    if (status === 'waiting') waits.set(no, `waits for a person: ${question?.text ?? ''}`);
    if (status === 'integrating' && execution.status === 'paused' && worker === undefined)
      waits.set(no, 'is merged once the paused execution goes on');
    if (status !== 'pending') continue;
    const why =
      whyPending(execution, shape, no, nowMs) ??
      (live && capacity && whyNotStarted(execution, capacity, live, no, uses));
    if (why !== undefined) waits.set(no, why);
  }
  return waits;
}

function tried(execution: Execution, shape: PlanShape, capacity: Capacity, nowMs: number): LiveDispatch {
  const live = liveDispatch(new Draft(execution, new Date(nowMs).toISOString(), 'nobody'), shape, capacity);
  live.dispatcher.start(nowMs / 60_000);
  return live;
}

/** What the execution itself says. */
function whyPending(execution: Execution, shape: PlanShape, no: number, nowMs: number): string | undefined {
  const { dueAt } = execution.tasks[no]!;
  const open = [...shape.graph.dependencies(no)].filter((on) => execution.tasks[on]!.status !== 'completed');
  if (open.length > 0) return `waits for ${open.map((on) => execution.plan.tasks[on]!.id).join(', ')}`;
  if (execution.status === 'paused') return HELD;
  return dueAt !== undefined && Date.parse(dueAt) > nowMs ? `is tried again at ${dueAt}` : undefined;
}

/** What the dispatcher says. */
function whyNotStarted(
  execution: Execution,
  capacity: Capacity,
  live: LiveDispatch,
  no: number,
  uses: readonly ResourceUse[] | undefined,
): string | undefined {
  const reasons = live.dispatcher.reasonsOf(no);
  if (reasons.length === 0) return undefined;
  const told = reasons.slice(0, MOST_REASONS).map((reason) => wordsOf(reason, execution, capacity, live, no, uses));
  return [...told, ...(reasons.length > told.length ? [`and ${reasons.length - told.length} more`] : [])].join('; ');
}

function wordsOf(
  reason: WaitReason,
  execution: Execution,
  capacity: Capacity,
  live: LiveDispatch,
  no: number,
  uses: readonly ResourceUse[] | undefined,
): string {
  const { plan, options } = execution;
  switch (reason.type) {
    case 'file':
      return fileWords(execution, live.files, no, reason.holder);
    case 'wave':
      return `waits for the end of wave ${reason.wave}`;
    case 'no-worker':
      return `no worker has ${missingNeeds(execution, workersAtHome(capacity, options), no).join(' and ')}`;
    case 'limit':
      return live.globalLeft <= live.ownLeft && live.globalLeft < options.maxParallel
        ? 'waits for a slot: as many tasks of all plans run as may'
        : `waits for a slot: ${counted(options.maxParallel, 'task of this plan runs', 'tasks of this plan run')}, and no more may`;
    case 'alone':
      return 'was lost twice, and waits for a worker to itself';
    case 'slot':
      return `waits for a free slot of a worker with ${neededCapabilities(plan.tasks[no]!, options).join(', ')}`;
    case 'resource':
      return describeResource(execution, no, live.resources[reason.resource]!, capacity, uses);
    case 'reserved':
      return reservedWords(execution, reason.task);
    case 'kept':
      return keptWords(execution, live, no, live.noOf(reason.task));
    default:
      return RULES[reason.type];
  }
}

const RULES: Readonly<Record<'held' | 'faster-worker', string>> = {
  held: 'waits for money: what is left of the cost cap is granted to tasks that run',
  'faster-worker': 'waits for a faster worker that will be free soon',
};

function fileWords({ plan }: Execution, claims: readonly (readonly string[])[], no: number, holder: number): string {
  const [own, others] = [claims[no]!, claims[holder]!];
  const { id, title } = plan.tasks[holder]!;
  if (plan.tasks[no]!.files.length === 0)
    return `waits for ${id} (${title}): it declares no files, and so runs by itself`;
  if (plan.tasks[holder]!.files.length === 0)
    return `waits for ${id} (${title}), which declares no files and runs by itself`;
  const file = own.find((one) => filesOverlap([one], others)) ?? own[0]!;
  return `waits for ${file}, which ${id} (${title}) writes`;
}

function reservedWords({ plan }: Execution, task: number): string {
  const { id, title } = plan.tasks[task]!;
  return `waits for another worker: the one that is free is kept for ${id} (${title}), which no other can do`;
}

function keptWords({ plan }: Execution, { files }: LiveDispatch, no: number, first: number): string {
  const { id, title, resources = {} } = plan.tasks[first]!;
  const file = files[no]!.find((one) => filesOverlap([one], files[first]!));
  const unit = Object.keys(plan.tasks[no]!.resources ?? {}).find((name) => name in resources);
  const what = file ?? unit ?? 'a slot';
  return `${what} is kept for ${id} (${title}), which is more urgent and could not start soon otherwise`;
}

/** What a task needs and no worker has; all of it where none has it together. Empty where one could do it. */
export function missingNeeds(
  { plan, options }: Execution,
  workers: readonly WorkerCapacity[],
  no: number,
): readonly string[] {
  const needs = neededCapabilities(plan.tasks[no]!, options);
  if (workers.some(({ capabilities }) => needs.every((need) => capabilities.includes(need)))) return [];
  const missing = needs.filter((need) => !workers.some(({ capabilities }) => capabilities.includes(need)));
  return missing.length > 0 ? missing : [`all of ${needs.join(', ')}`];
}
