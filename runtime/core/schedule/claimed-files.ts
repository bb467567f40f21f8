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
  { tasks, options }: Execution,
  shape: PlanShape,
  index?: TaskIndex,
): readonly (readonly string[])[] {
  const isUnknownAlone = options.unknownFiles === 'alone' && options.projectId !== undefined;
  const isAsDeclared = index ? index.undeclared.size === 0 : tasks.every(({ undeclared }) => undeclared === undefined);
  if (!isUnknownAlone && isAsDeclared) return shape.files;
  return shape.files.map((declared, no) => {
    if (declared.length === 0) return isUnknownAlone ? EVERYTHING : declared;
    const { undeclared } = tasks[no]!;
    return undeclared === undefined ? declared : [...declared, ...undeclared];
  });
}
