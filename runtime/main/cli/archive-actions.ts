import { createReadStream, createWriteStream, existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openPool } from '../../adapters/postgres/open-pool';
import { PostgresArtifactStore } from '../../adapters/postgres/postgres-artifact-store';
import { PostgresStoredMoments } from '../../adapters/postgres/read-for-fsck';
import { FileAttemptLogs } from '../../adapters/system/file-attempt-logs';
import { TarArchiveReader } from '../../adapters/tar/tar-archive-reader';
import { TarArchiveWriter } from '../../adapters/tar/tar-archive-writer';
import { exportExecution } from '../../app/export-execution';
import { verifyArchive } from '../../app/verify-archive';
import type { ArchiveActions } from '../../cli/cli-deps';
import { fileReason } from '../../cli/file-reason';
import type { Config } from '../../config/config';
import { isNightshiftError, RequestError } from '../../core/errors';
import { asExecutionId } from '../../core/ids';
import { createRedactor } from '../../core/learn/redact';
import { secretsOf } from '../secrets-of';

/** Archives of executions of this machine's home, read straight from its database and folders. */
export function archiveActions(config: () => Config): ArchiveActions {
  return {
    export: async (executionId, path) => {
      const settings = config();
      const { database: urls, home } = settings;
      if (existsSync(path)) throw targetError(path, 'it is there already');
      const database = openPool(urls.url, { directUrl: urls.directUrl, name: 'nightshift-export' });
      const secrets = secretsOf(settings);
      const deps = {
        moments: new PostgresStoredMoments(database),
        artifacts: new PostgresArtifactStore(database),
        attemptLogs: new FileAttemptLogs(join(home, 'logs', 'attempts'), () => createRedactor(secrets)),
      };
      try {
        return await writeWhole(path, (archive) => exportExecution(deps, asExecutionId(executionId), archive));
      } finally {
        await database.close();
      }
    },
    verify: (path) => {
      const source = createReadStream(path);
      const failed = new Promise<never>((_, reject) => {
        source.once('error', (cause) =>
          reject(
            new RequestError('ARCHIVE_UNREADABLE', `${path} cannot be read: ${fileReason(cause)}`, {
              hint: 'Name an archive that `nightshift export` wrote.',
              cause,
            }),
          ),
        );
      });
      return Promise.race([failed, verifyArchive(new TarArchiveReader(source))]);
    },
  };
}

/** Writes a file that is whole or not there. */
async function writeWhole<T>(path: string, write: (archive: TarArchiveWriter) => Promise<T>): Promise<T> {
  const draft = `${path}.${process.pid}.new`;
  const archive = new TarArchiveWriter(createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true }));
  try {
    const result = await write(archive);
    await archive.finish();
    renameSync(draft, path);
    return result;
  } catch (error) {
    await archive.discard();
    rmSync(draft, { force: true });
    if (isNightshiftError(error)) throw error;
    throw targetError(path, fileReason(error), error);
  }
}

function targetError(path: string, reason: string, cause?: unknown): RequestError {
  return new RequestError('ARCHIVE_TARGET', `${path} cannot be written: ${reason}`, {
    hint: 'Name another file with -o FILE, in a folder that you can write to.',
    cause,
  });
}
