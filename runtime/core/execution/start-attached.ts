import type { WorkerId } from '../ids';
import { chooseAgent } from '../schedule/choose-agent';
import type { Draft } from './draft';
import type { AssignmentKind, AttemptRef } from './execution';

/**
 * Starts the attempts that the draft assigns to workers that know of them the moment they are committed: the one that decides and
 * those that it tells. No announcement and no transition of their own is needed.
 */
export function startAttached(draft: Draft, attached: ReadonlySet<WorkerId>): void {
  if (draft.execution.status !== 'running') return;
  for (const { body } of [...draft.events]) {
    if (body.type !== 'task-assigned' || body.kind !== 'attempt' || !attached.has(body.worker)) continue;
    const { status, token } = draft.task(body.task);
    if (status !== 'assigned' || token !== body.token) continue;
    const agent = chooseAgent(draft.execution.plan.tasks[body.task]!, draft.execution.options);
    draft.record({ type: 'attempt-started', task: body.task, token, worker: body.worker, agent });
  }
}

/** The attempts that a draft started, in order. */
export function startsOf(draft: Draft): readonly AttemptStart[] {
  return draft.events.flatMap(({ body }) =>
    body.type === 'attempt-started'
      ? [{ task: body.task, token: body.token, kind: 'attempt' as const, worker: body.worker }]
      : [],
  );
}

/** An attempt that was started, and where. */
export interface AttemptStart extends AttemptRef {
  readonly kind: AssignmentKind;
  readonly worker: WorkerId;
}
