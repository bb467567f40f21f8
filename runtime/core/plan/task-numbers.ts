import { asTaskId, type TaskId } from '../ids';
import { TaskGraph } from '../schedule/task-graph';

/** `task-001` for number 0. */
export function taskIdOf(no: number): TaskId {
  return asTaskId(`task-${String(no + 1).padStart(3, '0')}`);
}

/** The graph of tasks that are known by number. */
export function graphOf(dependencies: readonly (readonly number[])[]): TaskGraph {
  return new TaskGraph({ tasks: dependencies.map((on, no) => ({ id: taskIdOf(no), dependencies: on.map(taskIdOf) })) });
}
