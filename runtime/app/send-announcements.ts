import { messageOf } from '../core/errors';
import { announcementsOf } from '../core/execution/announce';
import type { Draft } from '../core/execution/draft';
import { asWorkerId } from '../core/ids';
import type { HintSender } from '../ports/hints';
import type { Log } from '../ports/log';

/**
 * Sends the hints of what a committed draft announced. A hint that is lost costs time only:
 * the sweep announces again what is not started.
 */
export async function sendAnnouncements(
  deps: { readonly hints: HintSender; readonly log: Log },
  draft: Draft,
): Promise<void> {
  const hints = announcementsOf(draft).map(({ worker, ...hint }) => ({
    ...hint,
    worker: asWorkerId(worker),
    executionId: draft.execution.id,
  }));
  if (hints.length === 0) return;
  try {
    await deps.hints.send(hints);
  } catch (error) {
    deps.log.warn('hints were not sent; the sweep will announce again', {
      executionId: draft.execution.id,
      error: messageOf(error),
    });
  }
}
