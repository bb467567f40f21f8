import { announceAssigned } from '../core/execution/announce';
import { isOver } from '../core/execution/execution';
import { assignNextMerge } from '../core/execution/merge-queue';
import { releaseTasks } from '../core/execution/release-tasks';
import { assignReady } from '../core/schedule/assign-ready';
import type { LoopCall, LoopStore } from '../ports/loop-store';
import type { AdvanceDeps } from './advance-execution';
import { advanceExecution } from './advance-execution';
import { loopAnswer } from './loop-answer';
import type { LoopAnswer } from './runtime';
import { schedulingCapacity } from './scheduling-capacity';
import { sendAnnouncements } from './send-hints';
import { tryTransact } from './transact';

export type LoopDeps = AdvanceDeps & { readonly loops: LoopStore };

/** Turns after which a loop goes on in a new n8n execution: n8n writes all run data again at each wait. */
const MAX_TURNS = 400;

/**
 * Wave Scheduler's step: releases what became ready and assigns it, and says how the execution stands.
 * In direct mode it takes all steps. Safe to repeat: what is assigned stays assigned.
 *
 * @returns `handed-on` when the loop goes on in a new n8n execution, `stale` when this one does not drive it.
 */
export async function releaseAndAssign(deps: LoopDeps, call: LoopCall): Promise<LoopAnswer> {
  if ((await deps.loops.enter(call)) === 'stale') return { type: 'stale' };

  const actor = `n8n:${call.workflowId}`;
  const decided = await step(deps, call, actor);
  const { execution } = decided;
  const assigned = decided.draft.events.flatMap(({ body }) =>
    body.type === 'task-assigned' ? [execution.plan.tasks[body.task]!.id] : [],
  );
  if (isOver(execution.status)) {
    await deps.loops.end(call.executionId);
  } else {
    const loop = await deps.loops.get(call.executionId);
    if (loop && loop.turns >= MAX_TURNS && (await deps.loops.restart(call.executionId, call.generation, 'handed on'))) {
      return {
        type: 'current',
        executionId: execution.id,
        generation: call.generation,
        state: 'handed-on',
        status: execution.status,
      };
    }
  }
  return loopAnswer(execution, call.generation, { assigned });
}

async function step(deps: LoopDeps, call: LoopCall, actor: string) {
  for (;;) {
    const { execution } = await deps.cache.refresh(call.executionId);
    if (execution.options.advance === 'direct') {
      const advanced = await advanceExecution(deps, call.executionId, actor);
      if (advanced) return advanced;
      continue;
    }
    const capacity = await schedulingCapacity(deps);
    const decided = await tryTransact(deps, {
      executionId: call.executionId,
      actor,
      decide: (draft, shape) => {
        releaseTasks(draft, shape);
        assignNextMerge(draft, capacity);
        announceAssigned(draft, ['merge']);
        assignReady(draft, shape, capacity);
      },
    });
    if (!decided) continue;
    await sendAnnouncements(deps, decided.draft);
    return decided;
  }
}
