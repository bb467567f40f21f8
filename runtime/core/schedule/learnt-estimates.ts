import type { Execution } from '../execution/execution';
import type { WorkerId } from '../ids';
import type { PlanShape } from './plan-shape';
import { medianOf, type Seen } from './survival';

/** What is known besides the execution itself. */
export interface Experience {
  /** Minutes that tasks of earlier executions took, by kind, oldest first. */
  readonly history?: ReadonlyMap<string, readonly number[]>;
  /** How fast a worker is, 1 where nobody knows; estimates are for workers of speed 1. */
  readonly speedOf?: (worker: WorkerId) => number;
  /** The time until which tasks that run have run; absent: they tell nothing. */
  readonly nowMs?: number;
}

/** What tasks are believed to take, once some are over. */
export interface LearntEstimates {
  /** Minutes, by task. */
  readonly minutes: Float64Array;
  /** ln(real ÷ estimated) of the tasks that are over. */
  readonly errors: readonly number[];
  /** The same of tasks of earlier executions; empty once this one says enough. */
  readonly earlier: readonly number[];
}

/** Tasks of a kind in earlier executions that must be known before they say more than a default does. */
const LEAST_OF_KIND = 3;
/** Tasks of a kind in the execution itself from which on earlier executions say nothing more. */
const OWN_OF_KIND = 10;
/** The same of errors of estimates. */
const OWN_ERRORS = 16;
/** What is believed of factors of estimates before any is known: a few that were over count beside these. */
const BELIEVED: readonly Seen[] = [-0.9, -0.45, -0.15, 0.15, 0.45, 0.9].map((error) => ({
  value: Math.exp(error),
  isOver: true,
}));

/**
 * What each task takes: what the plan says, moved by the factor by which estimates of tasks of the same agent were off so
 * far; else the median of tasks of the same kind, here or in earlier executions; else the default of its kind and tier.
 *
 * *Algorithm*: the tasks that are over first are the short ones. So those that run count too, as taking longer than so far
 * (Kaplan and Meier), and so does, as six tasks, that estimates are about right.
 *
 * Source. Cost: n log n.
 */
export function learnEstimates(
  execution: Execution,
  shape: PlanShape,
  { history = shape.memory.history, speedOf = () => 1, nowMs }: Experience = {},
): LearntEstimates {
  const { plan, options, tasks } = execution;
  const { agents, kinds } = shape.memory.kindsOf(plan, options);
  const ofKind = new Map<string, Seen[]>();
  const ofAgent = new Map<string, Seen[]>();
  const over: { readonly no: number; readonly real: number }[] = [];
  for (const no of tasks.keys()) {
    const seen = seenOf(execution, no, speedOf, nowMs);
    if (!seen) continue;
    if (seen.isOver) over.push({ no, real: seen.value });
    addTo(ofKind, kinds[no]!, seen);
    if (plan.tasks[no]!.estimateMinutes !== undefined)
      addTo(ofAgent, agents[no]!, { ...seen, value: seen.value / shape.minutes[no]! });
  }
  const factors = new Map([...ofAgent].map(([agent, seen]) => [agent, medianOf([...BELIEVED, ...seen])]));
  const medians = new Map<string, number | undefined>();
  const minutes = shape.minutes.map((given, no) => {
    if (plan.tasks[no]!.estimateMinutes !== undefined) return given * (factors.get(agents[no]!) ?? 1);
    const kind = kinds[no]!;
    if (!medians.has(kind)) medians.set(kind, medianOfKind(given, ofKind.get(kind) ?? [], history.get(kind) ?? []));
    return medians.get(kind) ?? given;
  });
  const errors = over.map(({ no, real }) => Math.log(real / minutes[no]!));
  return { minutes, errors, earlier: errors.length >= OWN_ERRORS ? [] : pastErrors(medians, history) };
}

/** Minutes of work, on a worker of speed 1, that a task took, or has taken so far. */
function seenOf(
  { tasks }: Execution,
  no: number,
  speedOf: NonNullable<Experience['speedOf']>,
  nowMs: number | undefined,
): Seen | undefined {
  const { status, attempt, startedAt, worker } = tasks.at(no)!;
  if (status === 'completed' && attempt && attempt.durationMs > 0)
    return { value: (attempt.durationMs / 60_000) * speedOf(attempt.worker), isOver: true };
  if (status !== 'active' || startedAt === undefined || nowMs === undefined) return undefined;
  const minutes = (nowMs - Date.parse(startedAt)) / 60_000;
  return minutes > 0 ? { value: minutes * (worker === undefined ? 1 : speedOf(worker)), isOver: false } : undefined;
}

function addTo(groups: Map<string, Seen[]>, key: string, seen: Seen): void {
  const known = groups.get(key);
  if (known) known.push(seen);
  else groups.set(key, [seen]);
}

/**
 * What tasks of a kind take: those of this execution once there are enough of them, else with those of earlier ones, else
 * with the default. Undefined: nothing is known besides that.
 */
function medianOfKind(given: number, own: readonly Seen[], past: readonly number[]): number | undefined {
  const over = own.filter(({ isOver }) => isOver).length;
  if (over >= OWN_OF_KIND) return medianOf(own);
  if (past.length >= LEAST_OF_KIND) return medianOf([...own, ...past.map((value) => ({ value, isOver: true }))]);
  return over === 0
    ? undefined
    : medianOf([...own, ...BELIEVED.map(({ value }) => ({ value: given * value, isOver: true }))]);
}

/** How far earlier tasks were off the middle of their kind, for the kinds whose estimates come from there. */
function pastErrors(
  medians: ReadonlyMap<string, number | undefined>,
  history: ReadonlyMap<string, readonly number[]>,
): readonly number[] {
  return [...medians].flatMap(([kind, middle]) =>
    middle === undefined ? [] : (history.get(kind) ?? []).map((minutes) => Math.log(minutes / middle)),
  );
}
