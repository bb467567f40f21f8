import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openPool } from '../../adapters/postgres/open-pool';
import { PostgresArtifactStore } from '../../adapters/postgres/postgres-artifact-store';
import { PostgresStoredMoments } from '../../adapters/postgres/read-for-fsck';
import { FileAttemptLogs } from '../../adapters/system/file-attempt-logs';
import { exportExecution } from '../../app/export-execution';
import { replayArchive, replayExecution } from '../../app/replay-execution';
import { verifyArchive } from '../../app/verify-archive';
import type { ArchiveActions } from '../../cli/cli-deps';
import type { Config } from '../../config/config';
import { asExecutionId } from '../../core/ids';
import { createRedactor } from '../../core/learn/redact';
import { secretsOf } from '../secrets-of';
import { readArchive } from './read-archive';
import { archiveTarget, writeWhole } from './write-whole';

/** Archives of executions of this machine's home, read straight from its database and folders. */
export function archiveActions(config: () => Config): ArchiveActions {
  return {
    export: async (executionId, path) => {
      const settings = config();
      const { database: urls, home } = settings;
      if (existsSync(path)) throw archiveTarget(path, 'it is there already');
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
    verify: (path) => readArchive(path, verifyArchive),
    replay: async (of, choice, onStep) => {
      if ('path' in of) return readArchive(of.path, (archive) => replayArchive(archive, choice, onStep));
      const { url, directUrl } = config().database;
      const database = openPool(url, { directUrl, name: 'nightshift-replay' });
      try {
        return await replayExecution(
          new PostgresStoredMoments(database),
          asExecutionId(of.executionId),
          choice,
          onStep,
        );
      } finally {
        await database.close();
      }
    },
  };
}
