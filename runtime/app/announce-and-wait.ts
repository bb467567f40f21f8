import { announceAssigned } from '../core/execution/announce';
import { Draft } from '../core/execution/draft';
import type { Execution } from '../core/execution/execution';
import { hasLoopWork } from '../core/execution/loop-work';
import type { PlanShape } from '../core/schedule/plan-shape';
import type { LoopCall } from '../ports/loop-store';
import type { LoopDeps } from './release-and-assign';
import type { WaitAnswer } from './runtime';
import { schedulingCapacity } from './scheduling-capacity';
import { sendAnnouncements } from './send-hints';
import { transact } from './transact';

/**
 * Agent Execute's step: announces every assignment that is not announced yet, and registers the loop's wait.
 * The wait is registered before it is asked whether there is work: whoever commits later marks it due.
 * `go-on` when there is something to do at once; then nothing is suspended, and the next node call closes the wait.
 */
export async function announceAndWait(
  deps: LoopDeps,
  call: LoopCall & { readonly resumeUrl: string },
): Promise<WaitAnswer> {
  const { executionId, generation } = call;
  if ((await deps.loops.enter(call)) === 'stale') return { type: 'stale' };

  const announced = await transact(deps, {
    executionId,
    actor: `n8n:${call.workflowId}`,
    decide: (draft, shape) => announceAssigned(draft, shape, ['attempt', 'merge']),
  });
  await sendAnnouncements(deps, announced.draft);
  await outlastMerge(deps, announced.execution);

  const wait = await deps.loops.wait({ ...call, isDue: false });
  if (wait === 'stale') return { type: 'stale' };
  const { execution, shape } = await deps.cache.refresh(executionId);
  const isBusy = await hasWorkNow(deps, execution, shape);
  if (isBusy) return { type: 'go-on', executionId, generation };
  return { type: 'wait', executionId, generation, wait };
}

/** Milliseconds between two looks whether a merge is over: together less than suspending an n8n execution and waking it takes. */
const MERGE_LOOKS_MS = [10, 15, 25, 50, 50];

/** A merge takes a few hundredths of a second and releases dependants: a loop that suspended meanwhile would cost them more. */
async function outlastMerge(deps: LoopDeps, announced: Execution): Promise<void> {
  if (announced.options.advance === 'direct') return;
  const isMerging = ({ tasks }: Execution) =>
    tasks.some(({ status, worker }) => status === 'integrating' && worker !== undefined);
  let execution = announced;
  for (const ms of MERGE_LOOKS_MS) {
    if (!isMerging(execution)) return;
    await deps.clock.sleep(ms);
    ({ execution } = await deps.cache.refresh(execution.id));
  }
}

/** True when a loop that looks now finds something to do, with what workers have free now. */
export async function hasWorkNow(deps: LoopDeps, execution: Execution, shape: PlanShape): Promise<boolean> {
  const draft = new Draft(execution, await deps.time.nowIso(), 'nobody');
  return hasLoopWork(draft, shape) && hasLoopWork(draft, shape, await schedulingCapacity(deps));
}
