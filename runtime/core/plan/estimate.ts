import type { DraftTask } from './draft';
import type { ContextTier, ExecutionTask } from './plan';

const TIERS: readonly ContextTier[] = [32, 64, 128, 200];
/** Minutes that a task of a tier takes an agent, where the plan does not say. */
const MINUTES: Readonly<Record<ContextTier, number>> = { 32: 10, 64: 20, 128: 40, 200: 60 };
/** Minutes of a task that is one shell command. */
const COMMAND_MINUTES = 2;

/** What the size of a task is told from. */
type Sized = Pick<DraftTask, 'title' | 'description' | 'subtasks' | 'command'> & {
  readonly files: readonly { readonly path: string }[];
  readonly criteria: readonly unknown[];
};

/**
 * The context tier of a task that does not name one: the smallest that holds the estimated thousands of tokens —
 * 14 for the agent's own instructions and tools, 1 per 3,000 characters of text, 5 per file (8 for a glob or folder; 10 when
 * no file is named), 3 per subtask, 2 per criterion. A task with a command needs the smallest: no agent reads it.
 *
 * Source; plan files as people write them (no real plan names a tier).
 */
export function estimateContextTier(task: Sized): ContextTier {
  if (task.command !== undefined) return 32;
  let thousands = 14 + (task.title.length + task.description.length) / 3_000;
  thousands += task.subtasks.length * 3 + task.criteria.length * 2;
  for (const { path } of task.files) thousands += path.includes('*') || path.endsWith('/') ? 8 : 5;
  if (task.files.length === 0) thousands += 10;
  for (const tier of TIERS) if (tier >= thousands) return tier;
  return 200;
}

/** Minutes of work of a task: what the plan says, else a default by its kind and tier. */
export function taskMinutes(task: Pick<ExecutionTask, 'estimateMinutes' | 'command' | 'contextTier'>): number {
  return task.estimateMinutes ?? (task.command === undefined ? MINUTES[task.contextTier] : COMMAND_MINUTES);
}
