import type { Draft } from '../core/execution/draft';
import type { AttemptRef, EndedAttempt } from '../core/execution/execution';
import type { Capacity } from '../core/schedule/capacity';
import type { PlanShape } from '../core/schedule/plan-shape';

/** Records the end of something if it is still current; false when it is not, and nothing is to be written. */
export type RecordEnd = (draft: Draft, shape: PlanShape, capacity: Capacity) => boolean;

/** Records the end of an attempt, if its token is current. */
export function recordEnd({ task, token }: AttemptRef, attempt: EndedAttempt): RecordEnd {
  return (draft) => {
    const state = draft.task(task);
    if (state.token !== token || state.status !== 'active') return false;
    draft.record({ type: 'attempt-ended', task, token, attempt });
    return true;
  };
}
