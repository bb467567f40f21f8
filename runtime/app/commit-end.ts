import { advance } from '../core/execution/advance';
import type { Draft } from '../core/execution/draft';
import type { ExecutionId } from '../core/ids';
import type { Capacity } from '../core/schedule/capacity';
import { capacityAfter } from '../core/schedule/capacity-after';
import type { AttemptDeps } from './attempt-deps';
import { persist } from './persist';
import { schedulingCapacity } from './scheduling-capacity';
import { sendAnnouncements } from './send-hints';
import { type Decided, transact, tryTransact } from './transact';

/** Records the end of something if it is still current; false when it is not, and nothing is to be written. */
export type RecordEnd = (draft: Draft, capacity: Capacity) => boolean;

/** Times that slots may be taken from under us before the end is committed by itself. */
const TRIES = 3;

/**
 * Commits the end of an attempt or merge; in direct mode with all that follows, in the same transition.
 * The result in hand comes first: when slots are taken from under us, it is committed alone and the sweep goes on from it.
 * Tried until it works or `signal` says that nobody wants it.
 */
export async function commitEnd(
  deps: AttemptDeps,
  executionId: ExecutionId,
  record: RecordEnd,
  signal: AbortSignal,
): Promise<Decided> {
  const decided = await persist(deps, signal, () => commitOnce(deps, executionId, record));
  await sendAnnouncements(deps, decided.draft);
  return decided;
}

async function commitOnce(deps: AttemptDeps, executionId: ExecutionId, record: RecordEnd): Promise<Decided> {
  const actor = `worker:${deps.worker}`;
  for (let tries = 0; tries < TRIES; tries++) {
    const capacity = await schedulingCapacity(deps);
    const decided = await tryTransact(deps, {
      executionId,
      actor,
      decide: (draft, shape) => {
        if (!record(draft, capacity) || draft.execution.options.advance !== 'direct') return;
        // The slot that the end itself gives back is free as well.
        advance(draft, shape, capacityAfter(capacity, draft.before, draft.execution), () => deps.ids.draw());
      },
    });
    if (decided) return decided;
  }
  const capacity = await schedulingCapacity(deps);
  return transact(deps, { executionId, actor, decide: (draft) => void record(draft, capacity) });
}
