import { announceAssigned } from '../core/execution/announce';
import { assignNextMerge } from '../core/execution/merge-queue';
import { settleAttempts } from '../core/execution/settle-attempts';
import type { LoopCall } from '../ports/loop-store';
import { loopAnswer } from './loop-answer';
import type { LoopDeps } from './release-and-assign';
import type { LoopAnswer } from './runtime';
import { schedulingCapacity } from './scheduling-capacity';
import { sendAnnouncements } from './send-hints';
import { transact } from './transact';

/**
 * Verify's step: judges every attempt that ended by its stored evidence, settles its task, and hands the next approved
 * result to a worker to be merged. Safe to repeat: a settled task is not judged again.
 */
export async function judgeAttempts(deps: LoopDeps, call: LoopCall): Promise<LoopAnswer> {
  if ((await deps.loops.enter(call)) === 'stale') return { type: 'stale' };

  const capacity = await schedulingCapacity(deps);
  const { execution, draft } = await transact(deps, {
    executionId: call.executionId,
    actor: `n8n:${call.workflowId}`,
    decide: (draft, shape) => {
      settleAttempts(draft, shape, () => deps.ids.draw());
      assignNextMerge(draft, shape, capacity);
      announceAssigned(draft, shape, ['merge']);
    },
  });
  await sendAnnouncements(deps, draft);

  const idsOf = (type: string) =>
    draft.events.flatMap(({ body }) =>
      body.type === type && 'task' in body ? [execution.plan.tasks[body.task]!.id] : [],
    );
  return loopAnswer(execution, call.generation, {
    approved: [...idsOf('task-approved'), ...idsOf('task-completed')],
    retried: idsOf('task-retried'),
    rejected: idsOf('task-failed'),
    asked: idsOf('task-waiting'),
  });
}
