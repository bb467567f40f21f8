import type { Execution, ExecutionOptions } from '../execution/execution';
import type { ExecutionTask } from '../plan/plan';
import { chooseAgent } from './choose-agent';
import type { PlanShape } from './plan-shape';

/** Minutes that earlier tasks of a kind took; empty when none is known. */
export type TaskHistory = (kind: string) => readonly number[];

/** What tasks are believed to take, once some are over. */
export interface LearntEstimates {
  /** Minutes, by task. */
  readonly minutes: Float64Array;
  /** ln(real ÷ estimated) of the tasks that are over. */
  readonly errors: readonly number[];
}

/** Tasks of a kind that must be over before they say more than a default does. */
const LEAST_OF_KIND = 3;

/**
 * What each task takes: what the plan says, moved by the factor by which its estimates were off so far; else the median of
 * tasks of the same kind that are over, here or in earlier executions; else the default of its kind and tier.
 *
 * Source. Cost: linear.
 */
export function learnEstimates(
  { plan, options, tasks }: Execution,
  shape: PlanShape,
  history: TaskHistory = () => [],
): LearntEstimates {
  const ofKind = new Map<string, number[]>();
  const factors: number[] = [];
  const over: { readonly no: number; readonly real: number }[] = [];
  for (const [no, { status, attempt }] of tasks.entries()) {
    if (status !== 'completed' || !attempt || attempt.durationMs <= 0) continue;
    const real = attempt.durationMs / 60_000;
    over.push({ no, real });
    const { estimateMinutes } = plan.tasks[no]!;
    if (estimateMinutes !== undefined) factors.push(real / shape.minutes[no]!);
    const kind = kindOf(plan.tasks[no]!, options);
    const known = ofKind.get(kind);
    if (known) known.push(real);
    else ofKind.set(kind, [real]);
  }
  const factor = factors.length >= LEAST_OF_KIND ? median(factors) : 1;
  const medians = new Map<string, number | undefined>();
  const minutes = shape.minutes.map((given, no) => {
    const task = plan.tasks[no]!;
    if (task.estimateMinutes !== undefined) return given * factor;
    const kind = kindOf(task, options);
    if (!medians.has(kind)) medians.set(kind, medianOfKind([...(ofKind.get(kind) ?? []), ...history(kind)]));
    return medians.get(kind) ?? given;
  });
  return { minutes, errors: over.map(({ no, real }) => Math.log(real / minutes[no]!)) };
}

/** Tasks of one kind are done by the same agent and need as much context. */
function kindOf(task: ExecutionTask, options: Pick<ExecutionOptions, 'agent'>): string {
  return `${chooseAgent(task, options)} ${task.contextTier}`;
}

function medianOfKind(known: readonly number[]): number | undefined {
  return known.length >= LEAST_OF_KIND ? median(known) : undefined;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}
