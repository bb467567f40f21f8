import { messageOf } from '../core/errors';
import type { ExecutionId } from '../core/ids';
import { type KeepDays, RECORD_KINDS, type RecordKind } from '../core/retention/keep-days';
import type { Repositories } from '../ports/repositories';
import type { EndedExecution, Retention } from '../ports/retention';
import { type ClearedLogs, type ClearLogsDeps, clearLogs } from './clear-logs';

export type CleanDeps = Omit<ClearLogsDeps, 'ends'> & {
  readonly retention: Retention;
  readonly repositories: Pick<Repositories, 'removeWorkspaces'>;
  /** Writes the archive of an execution, whole and on disk, and checks it by itself. @throws when it does not hold. */
  readonly archive: (
    id: ExecutionId,
  ) => Promise<{ readonly path: string; readonly digest: string; readonly lastSeq: number }>;
};

export interface Cleaned {
  readonly isDryRun: boolean;
  /** Executions that left, or would: at most those of one pass, oldest first. */
  readonly archived: readonly (EndedExecution & { readonly path?: string })[];
  /** Executions that are due and were not taken: more than one pass takes, or `problems`. */
  readonly left: number;
  readonly removed: Readonly<Record<RecordKind, number>>;
  readonly logs: ClearedLogs;
  /** What could not be archived, and why: it stays as it is and is tried again. */
  readonly problems: readonly string[];
}

/** Executions and rows of a kind that one pass takes. */
const MOST_EXECUTIONS = 20;
const MOST_ROWS = 5_000;

/**
 * Takes one pass of what is older than it is kept: executions are archived, checked and removed, one commit each; then rows, then
 * logs. Dies anywhere: an archive of an execution that is still stored is written again by the next pass, and logs and workspaces
 * of one that is archived are removed by it. `isDryRun`: changes nothing.
 *
 * Source: I28.
 */
export async function cleanUp(deps: CleanDeps, keep: KeepDays, { isDryRun = false } = {}): Promise<Cleaned> {
  const { retention } = deps;
  const due = keep.executions === 0 ? 0 : await retention.countEnded(keep.executions);
  const ended = due === 0 ? [] : await retention.ended(keep.executions, MOST_EXECUTIONS);
  const archived: (EndedExecution & { readonly path?: string })[] = [];
  const problems: string[] = [];
  for (const execution of ended) {
    if (isDryRun) {
      archived.push(execution);
      continue;
    }
    try {
      const path = await takeOut(deps, execution.id);
      if (path !== undefined) archived.push({ ...execution, path });
    } catch (error) {
      problems.push(`${execution.id}: ${messageOf(error)}`);
    }
  }
  const removed = { ...NOTHING };
  for (const kind of Object.keys(RECORD_KINDS) as RecordKind[]) {
    // Outputs follow their executions at once.
    const days = kind === 'outputs' ? 1 : keep[RECORD_KINDS[kind]];
    if (keep[RECORD_KINDS[kind]] === 0) continue;
    removed[kind] = isDryRun ? await retention.count(kind, days) : await retention.remove(kind, days, MOST_ROWS);
  }
  const logs = await clearLogs({ ...deps, ends: retention }, keep.logs, { isDryRun });
  return { isDryRun, archived, left: due - archived.length, removed, logs, problems };
}

const NOTHING = Object.fromEntries(Object.keys(RECORD_KINDS).map((kind) => [kind, 0])) as Record<RecordKind, number>;

/** First the archive, which is safe before anything goes; the path when it left. */
async function takeOut(
  { archive, retention, repositories, attemptLogs, hostName }: CleanDeps,
  id: ExecutionId,
): Promise<string | undefined> {
  const { path, digest, lastSeq } = await archive(id);
  if (!(await retention.archiveOut({ id, lastSeq, host: hostName, path, digest }))) return undefined;
  await repositories.removeWorkspaces(id);
  await attemptLogs.remove(id);
  return path;
}
