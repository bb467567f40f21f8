import { isNightshiftError } from '../../../../runtime/core/errors';
import { asTaskId } from '../../../../runtime/core/ids';
import { planWaves } from '../../../../runtime/core/schedule/plan-waves';
import { TaskGraph } from '../../../../runtime/core/schedule/task-graph';
import type { Instance, InstanceResources } from './instance';
import { InstanceError } from './instance-error';

/** A task as a file names it. */
export interface NamedTask {
  readonly id: string;
  readonly duration: number;
  readonly predecessors: readonly string[];
  /** For errors. */
  readonly where: number | string;
}

/** Above, times are not told apart any more. */
const MOST_TIME = Number.MAX_SAFE_INTEGER;

/**
 * The instance that named tasks are. Predecessors named twice count once.
 *
 * @throws {InstanceError} for a task twice, an unknown predecessor, a duration that is none, durations that are too long, and a cycle.
 */
export function instanceOf(tasks: readonly NamedTask[], resources?: InstanceResources): Instance {
  const places = new Map<string, NamedTask>();
  let total = 0;
  for (const task of tasks) {
    if (places.has(task.id)) throw new InstanceError(task.where, `task ${task.id} is there twice`, 'each task once');
    places.set(task.id, task);
    if (!Number.isFinite(task.duration) || task.duration < 0) {
      throw new InstanceError(task.where, `task ${task.id} takes ${task.duration}`, 'a duration of 0 or more');
    }
    total += task.duration;
    if (total > MOST_TIME) {
      const allowed = `durations that are ${MOST_TIME} together, at most`;
      throw new InstanceError(task.where, `up to task ${task.id} they take ${total}`, allowed);
    }
  }
  for (const { id, predecessors, where } of tasks) {
    const unknown = predecessors.find((other) => !places.has(other));
    if (unknown !== undefined) {
      throw new InstanceError(where, `task ${id} names ${unknown}, which is not there`, 'tasks of this file');
    }
  }
  const graph = new TaskGraph({
    tasks: tasks.map(({ id, predecessors }) => ({ id: asTaskId(id), dependencies: predecessors.map(asTaskId) })),
  });
  refuseCycles(graph, tasks);
  return {
    ids: tasks.map(({ id }) => id),
    durations: tasks.map(({ duration }) => duration),
    predecessors: tasks.map((_, no) => [...graph.dependencies(no)]),
    ...(resources === undefined ? {} : { resources }),
  };
}

function refuseCycles(graph: TaskGraph, tasks: readonly NamedTask[]): void {
  try {
    planWaves(graph);
  } catch (error) {
    if (!isNightshiftError(error)) throw error;
    const [first] = error.details['cycle'] as readonly string[];
    const where = tasks.find(({ id }) => id === first)?.where ?? 1;
    throw new InstanceError(where, error.message, 'an order in which every task comes after its predecessors');
  }
}
