import type { Execution } from '../execution/execution';
import type { PlanShape } from './plan-shape';

/** True when every task that task number `no` waits on is complete. */
export function areDependenciesComplete(execution: Execution, shape: PlanShape, no: number): boolean {
  return shape.graph.dependencies(no).every((dependency) => execution.tasks.at(dependency)!.status === 'completed');
}
