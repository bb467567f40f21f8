import type { ExecutionOptions } from '../execution/execution';
import type { ExecutionTask } from '../plan/plan';

/**
 * The agent of a task: the one it names, else the one asked for at the hand-off, else `shell` if it has a command,
 * else `claude-code`. A worker without that agent does not get the task.
 *
 * Source: design, "The way of a plan".
 */
export function chooseAgent(task: ExecutionTask, options: Pick<ExecutionOptions, 'agent'>): string {
  return task.agent ?? options.agent ?? (task.command === undefined ? 'claude-code' : 'shell');
}

/**
 * What a worker must be able to do to take a task: its agent, what the task asks for besides, and a sandbox,
 * which only the bundled example may do without.
 */
export function neededCapabilities(
  task: ExecutionTask,
  options: Pick<ExecutionOptions, 'agent' | 'origin'>,
): readonly string[] {
  const needed = [chooseAgent(task, options)];
  if (options.origin !== 'example') needed.push('sandbox');
  if (task.capability !== undefined) needed.push(task.capability);
  return needed;
}
