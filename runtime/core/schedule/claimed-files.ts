import type { Execution } from '../execution/execution';
import type { TaskIndex } from '../execution/task-index';
import { ALL_FILES } from '../verify/undeclared-writes';
import type { PlanShape } from './plan-shape';

const EVERYTHING: readonly string[] = [ALL_FILES];

/**
 * The files that each task of an execution keeps from others: what it declares, and what an attempt of it wrote besides. One
 * that declares none claims nothing, or everything where the hand-off says so and there is a repository.
 */
export function claimedFiles(
  execution: Execution,
  shape: PlanShape,
  index?: TaskIndex,
): readonly (readonly string[])[] {
  if (!index) return claimsOf(execution, shape);
  // The list is the same one until a task wrote more than it declares.
  const besides = [...index.undeclared].flatMap((no) => [no, execution.tasks.at(no)!.undeclared]);
  return shape.memory.claimsFor([isUnknownAlone(execution), ...besides], () => claimsOf(execution, shape));
}

function claimsOf(execution: Execution, shape: PlanShape): readonly (readonly string[])[] {
  const { tasks } = execution;
  const isAlone = isUnknownAlone(execution);
  if (!isAlone && tasks.every(({ undeclared }) => undeclared === undefined)) return shape.files;
  return shape.files.map((declared, no) => {
    if (declared.length === 0) return isAlone ? EVERYTHING : declared;
    const { undeclared } = tasks.at(no)!;
    return undeclared === undefined ? declared : [...declared, ...undeclared];
  });
}

const isUnknownAlone = ({ options }: Execution): boolean =>
  options.unknownFiles === 'alone' && options.projectId !== undefined;
