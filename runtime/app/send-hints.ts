import { messageOf } from '../core/errors';
import { announcementsOf } from '../core/execution/announce';
import type { Draft } from '../core/execution/draft';
import { holdsLease } from '../core/execution/held-resources';
import { asWorkerId } from '../core/ids';
import type { Hint, HintSender } from '../ports/hints';
import type { Log } from '../ports/log';

export interface SendHintsDeps {
  readonly hints: HintSender;
  readonly log: Log;
}

/**
 * Sends the hints of what a committed draft announced. A hint that is lost costs time only:
 * the sweep announces again what is not started.
 */
export async function sendAnnouncements(deps: SendHintsDeps, draft: Draft): Promise<void> {
  const hints = announcementsOf(draft).map(({ worker, ...hint }) => ({
    ...hint,
    worker: asWorkerId(worker),
    executionId: draft.execution.id,
  }));
  await send(deps, hints);
}

/**
 * Lets workers look at what a committed draft took from them, so that they stop it now. One that is lost costs time only:
 * the next renewal of the lease says the same.
 */
export async function sendStops(deps: SendHintsDeps, draft: Draft): Promise<void> {
  const { id, tasks } = draft.execution;
  const hints = draft.before.tasks.flatMap((held, task): readonly Hint[] => {
    const { worker, token, kind } = held;
    if (worker === undefined || !holdsLease(held) || holdsLease(tasks.at(task)!)) return [];
    return [{ executionId: id, task, token, kind, worker }];
  });
  await send(deps, hints);
}

async function send({ hints: sender, log }: SendHintsDeps, hints: readonly Hint[]): Promise<void> {
  if (hints.length === 0) return;
  try {
    await sender.send(hints);
  } catch (error) {
    log.warn('hints were not sent; the sweep will see to it', {
      executionId: hints[0]!.executionId,
      error: messageOf(error),
    });
  }
}
