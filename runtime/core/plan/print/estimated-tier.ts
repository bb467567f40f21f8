import { estimateContextTier } from '../estimate';
import type { ContextTier, ExecutionTask } from '../plan';

/** The tier of a task where it is not the one that a reader would estimate, so that it must be written. */
export function ownTier(task: ExecutionTask): ContextTier | undefined {
  const { title, description, subtasks, files, verification, command, contextTier } = task;
  const estimated = estimateContextTier({
    title,
    description,
    subtasks,
    files: files.map((path) => ({ path })),
    criteria: verification,
    ...(command === undefined ? {} : { command }),
  });
  return estimated === contextTier ? undefined : contextTier;
}
