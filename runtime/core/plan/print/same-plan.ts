import type { ExecutionPlan, ExecutionTask, Subtask } from '../plan';

/**
 * What a plan says, whatever document says it: without where things stand, when and as what it was read, and what was
 * noted meanwhile. Two plans are the same when these are deeply equal.
 */
export function whatPlanSays(plan: ExecutionPlan): unknown {
  const { id: _id, format: _format, notes: _notes, source: _source, ...rest } = plan;
  return {
    ...rest,
    metadata: { ...plan.metadata, created: '' },
    tasks: plan.tasks.map(whatTaskSays),
    ...(plan.missingDependencies === undefined
      ? {}
      : { missingDependencies: plan.missingDependencies.map(({ task, target }) => ({ task, target })) }),
  };
}

/** A task without its places. */
export function whatTaskSays(task: ExecutionTask): Omit<ExecutionTask, 'where'> {
  const { where: _, ...rest } = task;
  return { ...rest, subtasks: task.subtasks.map(withoutPlace) };
}

export function withoutPlace({ where: _, ...subtask }: Subtask): Subtask {
  return subtask;
}
