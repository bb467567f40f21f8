import { type Execution, isOver } from '../core/execution/execution';
import type { LoopAnswer } from './runtime';

/** How an execution stands, for a node of the loop: small, ids and counts only. */
export function loopAnswer(execution: Execution, generation: number, step: Record<string, unknown>): LoopAnswer {
  const count = (status: string) => execution.tasks.filter((task) => task.status === status).length;
  return {
    type: 'current',
    executionId: execution.id,
    conversationId: execution.plan.conversationId,
    generation,
    state: stateOf(execution),
    status: execution.status,
    ...(execution.reason === undefined ? {} : { reason: execution.reason }),
    total: execution.tasks.length,
    completed: count('completed'),
    failed: count('failed'),
    waiting: count('waiting'),
    ...step,
  };
}

function stateOf({ status }: Execution): 'running' | 'waiting' | 'paused' | 'over' {
  if (isOver(status)) return 'over';
  return status === 'waiting' || status === 'paused' ? status : 'running';
}
