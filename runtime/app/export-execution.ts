import { artifactEntry, HEAD_ENTRY, logEntry, pageEntry, type RowKind } from '../core/archive/archive-form';
import type { ExecutionId } from '../core/ids';
import type { ArchiveWriter } from '../ports/archive';
import type { AttemptLogs } from '../ports/attempt-logs';
import type { ArtifactStore } from '../ports/records';
import type { StoredMoments } from '../ports/stored-moments';
import { ArchivePages } from './archive-pages';
import { headOf } from './head-of';

export interface ExportDeps {
  readonly moments: StoredMoments;
  readonly artifacts: Pick<ArtifactStore, 'get'>;
  readonly attemptLogs: Pick<AttemptLogs, 'read'>;
}

export interface Exported {
  readonly executionId: ExecutionId;
  readonly events: number;
  readonly artifacts: number;
  readonly logs: number;
  /** Attempts whose log is not on this host. */
  readonly logsElsewhere: number;
  /** SHA-256 in hex of the manifest, which has the digest of everything else: whoever knows it knows the archive. */
  readonly digest: string;
}

/**
 * Writes everything that is stored of one execution, as of one moment. Changes nothing. Memory: a page of rows, or one log.
 * @throws {RequestError} `EXECUTION_UNKNOWN`.
 */
export function exportExecution(
  { moments, artifacts, attemptLogs }: ExportDeps,
  executionId: ExecutionId,
  archive: ArchiveWriter,
): Promise<Exported> {
  return moments.look(async (moment) => {
    const head = await headOf(moment, executionId);
    const pages = new ArchivePages<RowKind>(archive, pageEntry);
    await pages.document(HEAD_ENTRY, head);
    const outputs = new Set<string>();
    for await (const events of moment.events(executionId)) {
      for (const event of events) {
        await pages.row('events', event);
        const evidence = event.body.type === 'attempt-ended' ? event.body.attempt.evidence : [];
        for (const { keptDigest, outputDigest } of evidence) outputs.add(keptDigest ?? outputDigest);
      }
    }
    await pages.close('events');
    for await (const rows of moment.tasks(executionId)) for (const row of rows) await pages.row('tasks', row);
    await pages.close('tasks');
    const counts = { logs: 0, logsElsewhere: 0, artifacts: 0 };
    for await (const rows of moment.attempts(executionId)) {
      for (const row of rows) {
        await pages.row('attempts', row);
        if (row.kind !== 'attempt' || row.startedAt === undefined) continue;
        const { task, token } = row;
        const id = head.plan.tasks[task]?.id;
        const log = id && (await attemptLogs.read({ execution: executionId, epoch: head.epoch, task: id, token }));
        if (log === undefined) counts.logsElsewhere += 1;
        else {
          counts.logs += 1;
          await pages.file(logEntry(task, token), Buffer.from(log));
        }
      }
    }
    await pages.close('attempts');
    for await (const rows of moment.messages(executionId)) for (const row of rows) await pages.row('messages', row);
    await pages.close('messages');
    for (const lease of await moment.leases(executionId)) {
      const { task, token, worker } = lease;
      await pages.row('leases', { task, token, worker });
    }
    await pages.close('leases');
    for (const digest of outputs) {
      const bytes = await artifacts.get(digest);
      if (bytes === undefined) continue;
      counts.artifacts += 1;
      await pages.file(artifactEntry(digest), bytes);
    }
    return { executionId, events: head.lastSeq, ...counts, digest: await pages.finish() };
  });
}
