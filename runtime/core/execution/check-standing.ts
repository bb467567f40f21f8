import { assignReady } from '../schedule/assign-ready';
import type { Capacity } from '../schedule/capacity';
import { planShape } from '../schedule/plan-shape';
import { Draft } from './draft';
import type { Execution } from './execution';
import { holdsLease } from './held-resources';
import type { StoredLoop } from './stored-execution';
import type { Report } from './violation';

/** Longer than a restart of everything takes, n8n's included. */
const GOES_ON_WITHIN_MS = 20 * 60_000;

/**
 * Finds an execution that stands still although the scheduler would give a task to a worker now (I17, and so I3): nothing of it is under
 * way, and nobody has done anything for 20 minutes. Where a loop drives it, only while that waits: whatever a person put between its
 * nodes may take its time. So does a wake that nobody sends. Pure.
 *
 * @param lastAt - Of its newest event.
 */
export function checkStanding(
  execution: Execution,
  lastAt: string,
  loop: StoredLoop | undefined,
  { nowMs, capacity }: { readonly nowMs: number; readonly capacity: Capacity },
  report: Report,
): void {
  const isOld = (at: string | undefined): boolean => at !== undefined && nowMs - Date.parse(at) > GOES_ON_WITHIN_MS;
  if (execution.status !== 'running' && execution.status !== 'waiting') return;
  if (loop?.isWaitOpen && loop.isDue && isOld(loop.nextWakeAt))
    report('I17', `Its loop is to be woken since ${loop.nextWakeAt}, and nobody does`);
  const isBusy = execution.tasks.some((task) => holdsLease(task) || task.worker !== undefined);
  const isInOtherHands = execution.options.advance !== 'direct' && loop?.isWaitOpen !== true;
  if (execution.status !== 'running' || isBusy || isInOtherHands || !isOld(lastAt)) return;
  const isWaited = execution.tasks.some(
    ({ status, dueAt }) => status === 'pending' && dueAt !== undefined && !isOld(dueAt),
  );
  if (isWaited) return;
  const trial = new Draft(execution, new Date(nowMs).toISOString(), 'nobody');
  assignReady(trial, planShape(execution.plan), capacity);
  for (const { body } of trial.events)
    if (body.type === 'task-assigned')
      report(
        'I17',
        `Task ${body.task} is ready since ${lastAt} and ${body.worker} is free for it, and nobody gives it to one`,
      );
}
