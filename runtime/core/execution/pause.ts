import type { Draft } from './draft';

/**
 * Pauses an execution: nothing new starts from here on. Assignments that no worker has started are withdrawn, so that none
 * starts after the answer and no slot is held meanwhile; what runs goes on to its end. Nothing happens when it is paused.
 *
 * Source: I20.
 */
export function pause(draft: Draft, reason: string): void {
  if (draft.execution.status === 'paused') return;
  draft.record({ type: 'execution-paused', reason });
  for (const [task, { status, worker, startedAt, token }] of draft.execution.tasks.entries()) {
    const isAssigned = status === 'assigned' || (status === 'integrating' && worker !== undefined);
    if (isAssigned && startedAt === undefined) {
      draft.record({ type: 'assignment-withdrawn', task, token, reason: 'the execution is paused' });
    }
  }
}
