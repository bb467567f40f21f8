import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { GitRepositories } from '../adapters/git/git-repositories';
import { openPool } from '../adapters/postgres/open-pool';
import { PostgresArtifactStore } from '../adapters/postgres/postgres-artifact-store';
import { PostgresExecutionStore } from '../adapters/postgres/postgres-execution-store';
import { PostgresRetention } from '../adapters/postgres/postgres-retention';
import { PostgresStoredMoments } from '../adapters/postgres/read-for-fsck';
import { FileAttemptLogs } from '../adapters/system/file-attempt-logs';
import { ProcessCrashPoints } from '../adapters/system/process-crash-points';
import { type Cleaned, cleanUp } from '../app/clean-up';
import { exportExecution } from '../app/export-execution';
import { verifyArchive } from '../app/verify-archive';
import type { Config } from '../config/config';
import { ConfigError, InvariantError } from '../core/errors';
import { asExecutionId } from '../core/ids';
import { createRedactor } from '../core/learn/redact';
import { readArchive } from './cli/read-archive';
import { writeWhole } from './cli/write-whole';
import { secretsOf } from './secrets-of';

/** One execution may have a million events. */
const STATEMENT_MS = 600_000;
/** A half-written archive that nobody writes on any more. */
const DRAFT_MS = 60 * 60_000;

/** One pass of the retention over this machine's home and its database, with the right of the database's owner. */
export async function cleanHome(config: Config, { isDryRun }: { readonly isDryRun: boolean }): Promise<Cleaned> {
  const { home, hostName, keepDays } = config;
  const secrets = secretsOf(config);
  const crash = new ProcessCrashPoints(config.crash);
  const folder = join(home, 'archives');
  const attemptLogs = new FileAttemptLogs(join(home, 'logs', 'attempts'), () => createRedactor(secrets));
  const database = openPool(ownerUrl(config), { name: 'nightshift-clean', statementTimeoutMs: STATEMENT_MS, crash });
  const exported = {
    moments: new PostgresStoredMoments(database),
    artifacts: new PostgresArtifactStore(database),
    attemptLogs,
  };
  try {
    if (!isDryRun) prepareFolder(folder);
    return await cleanUp(
      {
        retention: new PostgresRetention(database),
        repositories: new GitRepositories({ home, crash }),
        attemptLogs,
        hostName,
        now: await new PostgresExecutionStore(database).now(),
        archive: async (id) => {
          const path = join(folder, `nightshift-${id}.tar.gz`);
          const written = await writeWhole(path, (archive) => exportExecution(exported, asExecutionId(id), archive));
          const read = await readArchive(path, verifyArchive);
          if (!read.isClean || read.digest !== written.digest)
            throw new InvariantError('ARCHIVE_DOES_NOT_HOLD', `${path} does not hold, so nothing was removed`, {
              hint: `See why: \`nightshift verify ${path}\`, and \`nightshift fsck ${id}\``,
            });
          return { path, digest: written.digest, lastSeq: written.events };
        },
      },
      keepDays,
      { isDryRun },
    );
  } finally {
    await database.close();
  }
}

/** For their owner only; drafts of processes that died go. */
function prepareFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const path = join(folder, name);
    if (name.endsWith('.new') && Date.now() - statSync(path).mtimeMs > DRAFT_MS) rmSync(path, { force: true });
  }
}

function ownerUrl({ database }: Config): string {
  if (database.ownerUrl !== undefined) return database.ownerUrl;
  throw new ConfigError('CONFIG_MISSING', 'NIGHTSHIFT_DATABASE_OWNER_URL is not set', {
    hint: 'Set it to the URL of the role that owns the schema: only that role may remove what is stored.',
  });
}
