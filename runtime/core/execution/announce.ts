import type { PlanShape } from '../schedule/plan-shape';
import type { Draft } from './draft';
import type { AssignmentKind } from './execution';
import { indexOf } from './index-of';

/** Milliseconds in which an announced assignment must be started, before it is announced again and then withdrawn; unless configured. */
export const START_WITHIN_MS = 15_000;

/** An assignment that a worker is to be told of. Numbers of task and token are the hint. */
export interface Announcement {
  readonly task: number;
  readonly token: number;
  readonly kind: AssignmentKind;
}

/** Announces every assignment of these kinds that is not announced yet. */
export function announceAssigned(draft: Draft, shape: PlanShape, kinds: readonly AssignmentKind[]): void {
  const index = indexOf(draft, shape);
  for (const task of [...index.in('assigned'), ...index.in('integrating')].sort((a, b) => a - b)) {
    const state = draft.task(task);
    if (state.worker === undefined || state.announcements > 0 || state.startedAt !== undefined) continue;
    if (kinds.includes(state.kind)) draft.record({ type: 'task-announced', task, token: state.token });
  }
}

/** Announces late assignments a second time, and withdraws those that are late again or whose worker is gone. */
export function chaseAssignments(
  draft: Draft,
  isWorkerGone: (worker: string) => boolean,
  startWithinMs = START_WITHIN_MS,
): void {
  for (const [task, state] of draft.execution.tasks.entries()) {
    const isOpen = state.status === 'assigned' || (state.status === 'integrating' && state.worker !== undefined);
    if (!isOpen || state.startedAt !== undefined) continue;
    const { token } = state;
    if (isWorkerGone(state.worker!)) {
      draft.record({ type: 'assignment-withdrawn', task, token, reason: 'its worker is gone' });
      continue;
    }
    if (state.announcedAt === undefined || draft.nowMs - Date.parse(state.announcedAt) < startWithinMs) continue;
    if (state.announcements < 2) draft.record({ type: 'task-announced', task, token });
    else
      draft.record({
        type: 'assignment-withdrawn',
        task,
        token,
        reason: `not started within ${(2 * startWithinMs) / 1000} s`,
        isLate: true,
      });
  }
}

/** The announcements among events, in order: the hints to send after the commit. */
export function announcementsOf(draft: Draft): readonly (Announcement & { readonly worker: string })[] {
  return draft.events.flatMap(({ body }) => {
    if (body.type !== 'task-announced') return [];
    const { kind, token, worker } = draft.task(body.task);
    return token === body.token && worker !== undefined ? [{ task: body.task, token, kind, worker }] : [];
  });
}
