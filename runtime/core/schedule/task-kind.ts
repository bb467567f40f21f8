import type { ExecutionOptions } from '../execution/execution';
import type { ExecutionTask } from '../plan/plan';
import { chooseAgent } from './choose-agent';

/** Tasks of one kind are done by the same agent and need as much context. */
export function taskKind(task: ExecutionTask, options: Pick<ExecutionOptions, 'agent'>): string {
  return `${chooseAgent(task, options)} ${task.contextTier}`;
}
