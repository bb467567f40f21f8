import { Draft } from '../execution/draft';
import type { Execution } from '../execution/execution';
import type { Capacity } from './capacity';
import type { ResourceUse } from './describe-resource';
import { type LiveDispatch, liveDispatch } from './live-dispatch';
import type { PlanShape } from './plan-shape';
import { waitWords } from './wait-words';

/** Why a task that could start does not, in a paused execution. */
export const HELD = 'the execution is paused';
/** Reasons of one task that are told, and tasks that it waits on. */
const MOST_TOLD = 4;

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
  const { dueAt } = execution.tasks.at(no)!;
  const open = [...shape.graph.dependencies(no)].filter((on) => execution.tasks.at(on)!.status !== 'completed');
  if (open.length > 0)
    return `waits for ${listed(
      open.map((on) => execution.plan.tasks[on]!.id),
      ', ',
    )}`;
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
  const reasons = live.dispatcher.waits.reasonsOf(no);
  if (reasons.length === 0) return undefined;
  return listed(
    reasons.map((reason) => waitWords(reason, { execution, capacity, live, no, uses })),
    '; ',
  );
}

/** The first ones, and how many more. */
function listed(all: readonly string[], between: string): string {
  const told = all.slice(0, MOST_TOLD);
  return [...told, ...(all.length > told.length ? [`and ${all.length - told.length} more`] : [])].join(between);
}
