import type { Execution } from '../execution/execution';
import type { WorkerId } from '../ids';
import type { PlanShape } from './plan-shape';
import { taskKind } from './task-kind';

/** What is known besides the execution itself. */
export interface Experience {
  /** Minutes that tasks of earlier executions took, by kind, oldest first. */
  readonly history?: ReadonlyMap<string, readonly number[]>;
  /** How fast a worker is, 1 where nobody knows; estimates are for workers of speed 1. */
  readonly speedOf?: (worker: WorkerId) => number;
}

/** What tasks are believed to take, once some are over. */
export interface LearntEstimates {
  /** Minutes, by task. */
  readonly minutes: Float64Array;
  /** ln(real ÷ estimated) of the tasks that are over. */
  readonly errors: readonly number[];
}

/** Tasks of a kind that must be over before they say more than a default does. */
const LEAST_OF_KIND = 3;
/** Tasks of a kind in the execution itself from which on earlier executions say nothing more. */
const OWN_OF_KIND = 10;
/** The same of errors of estimates. */
const OWN_ERRORS = 16;

/**
 * What each task takes: what the plan says, moved by the factor by which its estimates were off so far; else the median of
 * tasks of the same kind that are over, here or in earlier executions; else the default of its kind and tier.
 *
 * Source. Cost: linear.
 */
export function learnEstimates(
  { plan, options, tasks }: Execution,
  shape: PlanShape,
  { history = shape.memory.history, speedOf = () => 1 }: Experience = {},
): LearntEstimates {
  const ofKind = new Map<string, number[]>();
  const factors: number[] = [];
  const over: { readonly no: number; readonly real: number }[] = [];
  for (const [no, { status, attempt }] of tasks.entries()) {
    if (status !== 'completed' || !attempt || attempt.durationMs <= 0) continue;
    const real = (attempt.durationMs / 60_000) * speedOf(attempt.worker);
    over.push({ no, real });
    const { estimateMinutes } = plan.tasks[no]!;
    if (estimateMinutes !== undefined) factors.push(real / shape.minutes[no]!);
    const kind = taskKind(plan.tasks[no]!, options);
    const known = ofKind.get(kind);
    if (known) known.push(real);
    else ofKind.set(kind, [real]);
  }
  const factor = factors.length >= LEAST_OF_KIND ? median(factors) : 1;
  const medians = new Map<string, number | undefined>();
  const minutes = shape.minutes.map((given, no) => {
    const task = plan.tasks[no]!;
    if (task.estimateMinutes !== undefined) return given * factor;
    const kind = taskKind(task, options);
    if (!medians.has(kind)) medians.set(kind, medianOfKind(ofKind.get(kind) ?? [], history.get(kind) ?? []));
    return medians.get(kind) ?? given;
  });
  const errors = over.map(({ no, real }) => Math.log(real / minutes[no]!));
  return { minutes, errors: errors.length >= OWN_ERRORS ? errors : [...errors, ...pastErrors(medians, history)] };
}

/** What tasks of a kind take: those of this execution once there are enough of them, else with those of earlier ones. */
function medianOfKind(own: readonly number[], past: readonly number[]): number | undefined {
  const known = own.length >= OWN_OF_KIND ? own : [...own, ...past];
  return known.length >= LEAST_OF_KIND ? median(known) : undefined;
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

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}
