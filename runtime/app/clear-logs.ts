import type { StoredLogs } from '../ports/attempt-logs';
import type { ExecutionEnds } from '../ports/retention';

export interface ClearLogsDeps {
  readonly ends: ExecutionEnds;
  readonly attemptLogs: StoredLogs;
  /** Now, by the database. */
  readonly now: Date;
  /** The archives of this host hold their logs. */
  readonly hostName: string;
}

export interface ClearedLogs {
  readonly executions: number;
  readonly bytes: number;
}

const DAY_MS = 24 * 60 * 60_000;
/** Folders of one question. */
const PAGE = 500;

/**
 * Removes this host's logs of executions that were archived here, and of those that ended, or that nobody knows and nobody
 * wrote to, more than `days` ago. Safe to repeat. `isDryRun`: only says what would be removed.
 */
export async function clearLogs(
  { ends, attemptLogs, now, hostName }: ClearLogsDeps,
  days: number,
  { isDryRun = false } = {},
): Promise<ClearedLogs> {
  const folders = await attemptLogs.executions();
  const cleared = { executions: 0, bytes: 0 };
  const oldest = days === 0 ? Number.NEGATIVE_INFINITY : now.getTime() - days * DAY_MS;
  for (let at = 0; at < folders.length; at += PAGE) {
    const page = folders.slice(at, at + PAGE);
    const known = await ends.endsOf(page.map(({ execution }) => execution));
    for (const { execution, changedAt } of page) {
      const end = known.get(execution);
      const endedAt = end === undefined ? changedAt : end.endedAt;
      const isInArchive = end?.archivedOn === hostName;
      if (!isInArchive && (endedAt === undefined || Date.parse(endedAt) >= oldest)) continue;
      cleared.executions += 1;
      cleared.bytes += await attemptLogs.size(execution);
      if (!isDryRun) await attemptLogs.remove(execution);
    }
  }
  return cleared;
}
