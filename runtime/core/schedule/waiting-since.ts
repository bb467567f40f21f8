import type { Execution } from '../execution/execution';
import { givenAt, takesAll } from '../execution/given-times';
import type { TaskIndex } from '../execution/task-index';
import type { PlanShape } from './plan-shape';

/**
 * When an execution was last given what takes all of these resources, ISO 8601; of none of them, anything at all. Undefined: never.
 *
 * @param index - Of the same moment: then the tasks in progress are looked at and no others; all are unless given.
 */
export function lastGiven(execution: Execution, resources: readonly string[], index?: TaskIndex): string | undefined {
  let last = index?.lastGivenOver(execution, resources);
  for (const no of index?.inProgress() ?? execution.tasks.keys()) {
    const at = givenAt(execution.tasks.at(no)!);
    if (at !== undefined && (last === undefined || at > last) && takesAll(execution, no, resources)) last = at;
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
