import type { Execution } from '../execution/execution';
import type { PlanShape } from './plan-shape';

/**
 * When an execution was last given what takes all of these resources, ISO 8601; of none of them, anything at all. Undefined: never.
 *
 * Cost: all tasks; it is asked where several plans wait for the same.
 */
export function lastGiven({ tasks, plan }: Execution, resources: readonly string[]): string | undefined {
  let last: string | undefined;
  for (let no = 0; no < tasks.length; no++) {
    const { assignedAt, attempt } = tasks.at(no)!;
    const at = assignedAt ?? attempt?.startedAt;
    if (at === undefined || (last !== undefined && at <= last)) continue;
    const { resources: own } = plan.tasks[no]!;
    if (resources.every((name) => own !== undefined && name in own)) last = at;
  }
  return last;
}

/** Since when a ready task could start, but for what it needs of workers, resources and files. ISO 8601. */
export function readySince({ tasks, startedAt, submittedAt }: Execution, { graph }: PlanShape, no: number): string {
  let since = startedAt ?? submittedAt;
  const { dueAt = since } = tasks.at(no)!;
  if (dueAt > since) since = dueAt;
  for (const on of graph.dependencies(no)) {
    const { endedAt = since } = tasks.at(on)!;
    if (endedAt > since) since = endedAt;
  }
  return since;
}
