import { newExecution } from '../execution/apply-event';
import type { ExecutionOptions } from '../execution/execution';
import { asExecutionId } from '../ids';
import { type ExecutionPlan, NO_ID } from '../plan/plan';
import type { Capacity } from './capacity';
import type { Forecast } from './forecast';
import { forecastExecution } from './forecast-execution';
import { planShape } from './plan-shape';

/**
 * When a plan would be over, in minutes, if it were handed over with these options now: what its status would say at its
 * start. The same for the same plan, options and workers. Undefined where it would not end.
 */
export function forecastHandoff(
  plan: ExecutionPlan,
  options: ExecutionOptions,
  capacity: Capacity,
): Forecast | undefined {
  const startedAt = new Date(0).toISOString();
  const execution = newExecution(asExecutionId(NO_ID), plan, options, startedAt);
  return forecastExecution({
    execution: { ...execution, status: 'running', startedAt },
    shape: planShape(plan),
    capacity,
    nowMs: 0,
  });
}
