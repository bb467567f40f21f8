import { strongComponents } from '../schedule/strong-components';
import { TaskGraph } from '../schedule/task-graph';
import type { ExecutionPlan } from './plan';

/** The plan without the dependencies that make cycles, so that what is refused for them can be shown in waves. Linear. */
export function withoutCycles(plan: ExecutionPlan): ExecutionPlan {
  const knotOf = strongComponents(new TaskGraph(plan));
  const numbers = new Map(plan.tasks.map(({ id }, no) => [id, no]));
  const tasks = plan.tasks.map((task, no) => ({
    ...task,
    dependencies: task.dependencies.filter((id) => knotOf[numbers.get(id) ?? no] !== knotOf[no]),
  }));
  return { ...plan, tasks };
}
