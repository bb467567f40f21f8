import type { EventBody } from '../../runtime/core/execution/event';
import { type Execution, isSettled } from '../../runtime/core/execution/execution';
import { sha256 } from '../../runtime/core/execution/hash-event';
import { capacityDeltas, holdsLease } from '../../runtime/core/execution/held-resources';
import { evidenceDigest } from '../../runtime/core/execution/settle-attempts';
import { type DeliverMessage, messagesOf } from '../../runtime/core/notify/outbox-message';
import type { LeaseChange, Transition } from '../../runtime/ports/execution-store';
import { assigned, ended, endedAttempt, planOf, started, submissionOf, transitionOf, W1 } from './executions';
import type { Stores } from './stores';

/** A transition with all that the application commits beside the events: slots, leases, messages. */
export function fullTransition(before: Execution, bodies: readonly EventBody[], at?: string): Transition {
  const plain = transitionOf(before, bodies, {}, at);
  const outbox = messagesOf(plain.after, plain.events, { targets: {} }).filter(({ topic }) => topic === 'learn');
  const leases = plain.after.tasks.flatMap((now, task): LeaseChange[] => {
    const old = before.tasks.at(task)!;
    const isSame = old.token === now.token;
    return [
      ...(holdsLease(old) && !(holdsLease(now) && isSame) ? [{ type: 'drop' as const, task, token: old.token }] : []),
      ...(holdsLease(now) && !(holdsLease(old) && isSame)
        ? [{ type: 'take' as const, task, token: now.token, worker: now.worker!, ms: 60_000 }]
        : []),
    ];
  });
  return {
    ...plain,
    outbox,
    leases,
    capacity: capacityDeltas({ before, execution: plain.after, events: plain.events }),
  };
}

/** A completion whose evidence is that of `endedAttempt(attemptToken)`. */
export const proven = (task: number, token: number, attemptToken = token): EventBody => ({
  type: 'task-completed',
  task,
  token,
  attemptToken,
  evidenceDigest: evidenceDigest(endedAttempt(attemptToken)),
});

/** The steps of a night with a retry, a lost worker, a merge, a failure and its dependant, and one task that is still worked on. */
export const NIGHT: readonly (readonly EventBody[])[] = [
  [assigned(0, 1)],
  [{ type: 'task-announced', task: 0, token: 1 }, started(0, 1)],
  [ended(0, 1)],
  [
    { type: 'task-retried', task: 0, token: 1, failure: 'no', dueAt: '2026-01-02T03:05:00.000Z', countsAsTry: true },
    assigned(0, 2),
    started(0, 2),
  ],
  [{ type: 'attempt-lost', task: 0, token: 2, reason: 'gone', isFault: true }, assigned(0, 3), started(0, 3)],
  [ended(0, 3), { type: 'task-approved', task: 0, token: 3, passed: ['c1'] }],
  [{ type: 'task-assigned', task: 0, token: 4, worker: W1, kind: 'merge' }],
  [{ type: 'merge-started', task: 0, token: 4, worker: W1 }],
  [proven(0, 4, 3), { type: 'progress-reported', completed: 1, total: 5 }, assigned(1, 1), assigned(2, 1)],
  [started(1, 1), { type: 'assignment-withdrawn', task: 2, token: 1, reason: 'not started' }],
  [ended(1, 1), { type: 'task-failed', task: 1, token: 1, reason: 'failed', failure: 'no' }],
  [
    { type: 'task-skipped', task: 3, reason: 'task-2 failed', because: 1 },
    assigned(2, 2),
    started(2, 2),
    assigned(4, 1),
  ],
];

/** Lives through `NIGHT` in `stores`: tasks 0 → 1 → 3 and 0 → 2, and 4 alone. */
export async function liveNight(stores: Stores): Promise<Execution> {
  for (const key of ['global', `worker:${W1}`]) await stores.workers.setCapacity(key, 1_000);
  const submission = submissionOf(
    planOf(5, [
      [0, 1],
      [0, 2],
      [1, 3],
    ]),
  );
  await stores.executions.submit(submission);
  const { executionId } = submission;
  const digest = await stores.artifacts.put({
    executionId,
    task: 0,
    token: 1,
    kind: 'output',
    bytes: new Uint8Array(),
  });
  if (digest !== sha256('')) throw new Error('the fixture names another output');
  let now = submission.after;
  for (const bodies of NIGHT) {
    const transition = fullTransition(now, bodies);
    const result = await stores.executions.commit([transition]);
    if (result.type !== 'committed') throw new Error(`refused: ${result.why}`);
    now = transition.after;
  }
  return now;
}

/** Ends an execution, as a person's cancel does. */
export async function cancelNight(stores: Stores, before: Execution): Promise<Execution> {
  const plain = fullTransition(before, [
    ...before.tasks.flatMap(({ status }, task) =>
      isSettled(status) ? [] : [{ type: 'task-skipped' as const, task, reason: 'cancelled' }],
    ),
    { type: 'execution-cancelled', reason: 'enough' },
  ]);
  const { seq } = plain.events.at(-1)!;
  const message: DeliverMessage = {
    topic: 'deliver',
    key: `${before.id}.${before.epoch}.${seq}:deliver`,
    executionId: before.id,
    seq,
    payload: { epoch: before.epoch },
  };
  const result = await stores.executions.commit([{ ...plain, outbox: [...plain.outbox, message] }]);
  if (result.type !== 'committed') throw new Error(`refused: ${result.why}`);
  return plain.after;
}

/** Everything that there is to tell is told. */
export async function tellAll(stores: Stores): Promise<void> {
  for (const topic of ['learn', 'deliver'] as const)
    for (const { id } of await stores.outbox.take(topic, 100, 60_000)) await stores.outbox.delivered(id);
}
