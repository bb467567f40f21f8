import { chooseAgent } from '../schedule/choose-agent';
import type { Execution } from './execution';

/** What an attempt is granted whose task has used up its own cap: enough to say so, not to work. */
const LEAST_USD = 0.01;

/**
 * What of an execution's cap no attempt has spent since the last resume, and none that is under way was granted.
 *
 * @param among - Tasks with all that are under way; all are looked at unless given.
 */
export function ungrantedUsd(
  { options, tasks, costUsd, costUsdAtResume }: Execution,
  among: Iterable<number> = tasks.keys(),
): number {
  let granted = 0;
  for (const no of among) {
    const { status, grantUsd: grant = 0 } = tasks.at(no)!;
    if (isUnderWay(status)) granted += grant;
  }
  return options.costCapUsd - (costUsd - costUsdAtResume) - granted;
}

/**
 * What the next attempt at a task may cost: what is left of the task's cap, within what is left of the execution's when
 * every attempt under way spends all that it was granted. So the caps hold however many run side by side.
 *
 * *Shape*: `undefined` for an agent that costs nothing; 0 when nothing can be granted before others end.
 *
 * @param leftUsd - `ungrantedUsd` of the execution.
 *
 * Source: R-17, I22.
 */
export function grantUsd({ plan, options, tasks }: Execution, no: number, leftUsd: number): number | undefined {
  if (chooseAgent(plan.tasks[no]!, options) === 'shell') return undefined;
  if (leftUsd <= 0) return 0;
  return Math.min(leftUsd, Math.max(LEAST_USD, options.taskCostCapUsd - tasks.at(no)!.costUsd));
}

const isUnderWay = (status: string): boolean => status === 'assigned' || status === 'active';
