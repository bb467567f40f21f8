import type { KeepDays } from '../retention/keep-days';
import type { Capacity } from '../schedule/capacity';
import type { Execution } from './execution';
import { isOver } from './execution';
import type { StoredMessage } from './stored-execution';
import type { Report } from './violation';

/** What has been the case for too long. */
export interface LatenessRules {
  /** The database's time, milliseconds since 1970. */
  readonly nowMs: number;
  readonly keep: KeepDays;
  /** What workers have free. */
  readonly capacity: Capacity;
}

const MINUTE_MS = 60_000;
/** A sender that lives comes round in seconds, whatever its receivers do. */
const SENT_WITHIN_MS = 20 * MINUTE_MS;
export const DAY_MS = 24 * 60 * MINUTE_MS;
/** An assignment is told again after 15 s and given to another after 30, unless configured: a lost hint costs no more. */
const TOLD_AGAIN_WITHIN_MS = 20 * MINUTE_MS;
/** For retention to come round, and for an archive that could not be written. */
export const LEAVES_WITHIN_DAYS = 7;

/**
 * Finds what stands still although it must not: an assignment of which nobody was told again (I17), a message that nobody tries to
 * send (I15), and a finished execution that should have left long ago (I28). Pure.
 *
 * @param isDelivered - Its result was dealt with.
 * @param next - Of its messages that are still to be sent, the one that was to be tried first.
 */
export function checkLateness(
  { status, tasks, endedAt }: Execution,
  isDelivered: boolean,
  { nowMs, keep: { executions: keptDays } }: Pick<LatenessRules, 'nowMs' | 'keep'>,
  report: Report,
  next?: StoredMessage,
): void {
  if (next?.dueAt !== undefined && nowMs - Date.parse(next.dueAt) > SENT_WITHIN_MS)
    report('I15', `Message ${next.key} is to be sent since ${next.dueAt}, and nobody tries`);
  if (!isOver(status)) {
    for (const [task, { status: own, announcedAt, startedAt, worker }] of tasks.entries()) {
      const isOpen = own === 'assigned' || (own === 'integrating' && worker !== undefined);
      if (!isOpen || startedAt !== undefined || announcedAt === undefined) continue;
      if (nowMs - Date.parse(announcedAt) > TOLD_AGAIN_WITHIN_MS)
        report('I17', `Task ${task} was given to ${worker} at ${announcedAt}, and nobody was told again`);
    }
    return;
  }
  if (keptDays === 0 || !isDelivered || endedAt === undefined) return;
  if (nowMs - Date.parse(endedAt) > (keptDays + LEAVES_WITHIN_DAYS) * DAY_MS)
    report('I28', `It ended at ${endedAt} and should have left as an archive after ${keptDays} days`);
}
