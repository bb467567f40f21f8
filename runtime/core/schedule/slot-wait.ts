import { Draft } from '../execution/draft';
import { assignReady } from './assign-ready';
import type { Capacity } from './capacity';
import { capacityWanted } from './capacity-wanted';
import type { SlotWait } from './fair-share';
import { isSameTake, sinceGiven, takesOf } from './kept-for';
import type { PlanShape } from './plan-shape';

/**
 * What an execution waits for of shared capacity: what finds too little when all that may start is tried on a copy. What it was
 * seen to wait for and could have now, it waits for until it has it.
 *
 * @returns Undefined when it waits for nothing, and was not seen to. Without needs: it was seen to wait, and does no more.
 */
export function slotWait(
  view: Pick<Draft, 'execution' | 'at'>,
  shape: PlanShape,
  capacity: Capacity,
): SlotWait | undefined {
  const { execution } = view;
  const before = capacity.slotWaits.find(({ executionId }) => executionId === execution.id);
  const noted = before?.needs ?? [];
  const trial = new Draft(execution, view.at, 'nobody');
  const decision = assignReady(trial, shape, capacity);
  const found = decision ? capacityWanted(trial, shape, decision, before) : [];
  const tried = trial.events.flatMap(({ body }) =>
    body.type === 'task-assigned' ? [execution.plan.tasks[body.task]!.resources ?? {}] : [],
  );
  const still = noted.filter((need) => {
    const takes = takesOf(need);
    return !found.some((one) => isSameTake(takes, takesOf(one))) && tried.some((own) => isSameTake(takes, own));
  });
  const needs = [...found, ...still.map((need) => sinceGiven(execution, need))];
  if (needs.length === 0 && noted.length === 0) return undefined;
  return { executionId: execution.id, priority: execution.options.priority, needs };
}
