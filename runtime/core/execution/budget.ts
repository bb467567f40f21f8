import { chooseAgent } from '../schedule/choose-agent';
import type { Execution } from './execution';

/** What an attempt is granted whose task has used up its own cap: enough to say so, not to work. */
const LEAST_USD = 0.01;

/**
 * What the next attempt at a task may cost: what is left of the task's cap, within what is left of the execution's when
 * every attempt under way spends all that it was granted. So the caps hold however many run side by side.
 *
 * *Shape*: `undefined` for an agent that costs nothing; 0 when nothing can be granted before others end.
 *
 * Source: R-17, I22.
 */
export function grantUsd(execution: Execution, no: number): number | undefined {
  const { plan, options, tasks } = execution;
  if (chooseAgent(plan.tasks[no]!, options) === 'shell') return undefined;
  const granted = tasks.reduce((sum, { status, grantUsd: grant = 0 }) => sum + (isUnderWay(status) ? grant : 0), 0);
  const left = options.costCapUsd - (execution.costUsd - execution.costUsdAtResume) - granted;
  if (left <= 0) return 0;
  return Math.min(left, Math.max(LEAST_USD, options.taskCostCapUsd - tasks[no]!.costUsd));
}

const isUnderWay = (status: string): boolean => status === 'assigned' || status === 'active';
