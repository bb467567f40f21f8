import type { Execution } from './execution';
import { isOver } from './execution';
import type { Report } from './violation';

/** What has been the case for too long. */
export interface LatenessRules {
  /** The database's time, milliseconds since 1970. */
  readonly nowMs: number;
  /** Days after which a finished execution leaves as an archive; 0: never. */
  readonly keptDays: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** An assignment is told again after 15 s and given to another after 30, unless configured: a lost hint costs no more. */
const TOLD_AGAIN_WITHIN_MS = 20 * MINUTE_MS;
/** For retention to come round, and for an archive that could not be written. */
const LEAVES_WITHIN_MS = 7 * DAY_MS;

/**
 * Finds what stands still although it must not: an assignment of which nobody was told again (I17), and a finished execution that
 * should have left long ago (I28). Pure.
 *
 * @param isDelivered - Its result was dealt with.
 */
export function checkLateness(
  { status, tasks, endedAt }: Execution,
  isDelivered: boolean,
  { nowMs, keptDays }: LatenessRules,
  report: Report,
): void {
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
  if (nowMs - Date.parse(endedAt) > keptDays * DAY_MS + LEAVES_WITHIN_MS)
    report('I28', `It ended at ${endedAt} and should have left as an archive after ${keptDays} days`);
}
