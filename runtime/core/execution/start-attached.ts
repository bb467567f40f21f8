import type { WorkerId } from '../ids';
import { chooseAgent } from '../schedule/choose-agent';
import type { Draft } from './draft';
import type { AssignmentKind } from './execution';

/**
 * Starts the attempts that the draft assigns to the worker that decides: it knows of them the moment they are committed, so
 * that no announcement and no transition of their own is needed.
 */
export function startAttached(draft: Draft, here: WorkerId): void {
  if (draft.execution.status !== 'running') return;
  for (const { body } of [...draft.events]) {
    if (body.type !== 'task-assigned' || body.kind !== 'attempt' || body.worker !== here) continue;
    const { status, token } = draft.task(body.task);
    if (status !== 'assigned' || token !== body.token) continue;
    const agent = chooseAgent(draft.execution.plan.tasks[body.task]!, draft.execution.options);
    draft.record({ type: 'attempt-started', task: body.task, token, worker: here, agent });
  }
}

/** What a draft started on a worker, in order. */
export function startsAt(
  draft: Draft,
  worker: WorkerId,
): readonly { readonly task: number; readonly token: number; readonly kind: AssignmentKind }[] {
  return draft.events.flatMap(({ body }) =>
    body.type === 'attempt-started' && body.worker === worker
      ? [{ task: body.task, token: body.token, kind: 'attempt' as const }]
      : [],
  );
}
