import { setTimeout as sleep } from 'node:timers/promises';
import { openPool } from '../../runtime/adapters/postgres/open-pool';
import { PostgresArtifactStore } from '../../runtime/adapters/postgres/postgres-artifact-store';
import { PostgresAttemptReader } from '../../runtime/adapters/postgres/postgres-attempt-reader';
import { PostgresAuditLog } from '../../runtime/adapters/postgres/postgres-audit-log';
import type { PostgresDatabase } from '../../runtime/adapters/postgres/postgres-database';
import { PostgresExecutionStore } from '../../runtime/adapters/postgres/postgres-execution-store';
import { PostgresLogTails } from '../../runtime/adapters/postgres/postgres-log-tails';
import { PostgresLoopStore } from '../../runtime/adapters/postgres/postgres-loop-store';
import { PostgresMetricStore } from '../../runtime/adapters/postgres/postgres-metric-store';
import { PostgresOutbox } from '../../runtime/adapters/postgres/postgres-outbox';
import { PostgresProjectStore } from '../../runtime/adapters/postgres/postgres-project-store';
import { PostgresResearchCache } from '../../runtime/adapters/postgres/postgres-research-cache';
import { PostgresTokenStore } from '../../runtime/adapters/postgres/postgres-token-store';
import { PostgresWorkerStore } from '../../runtime/adapters/postgres/postgres-worker-store';
import { PostgresStoredMoments } from '../../runtime/adapters/postgres/read-for-fsck';
import { openTestDatabase, type TestDatabase } from './postgres';
import type { Stores } from './stores';

export interface PostgresStores extends Stores {
  readonly server: TestDatabase;
  readonly database: PostgresDatabase;
}

/** All stores over a Postgres of their own, with the application's role. */
export async function openPostgresStores(): Promise<PostgresStores> {
  return reopenPostgresStores(await openTestDatabase());
}

/** The same over a Postgres that runs, as another process would open it. */
export function reopenPostgresStores(server: TestDatabase): PostgresStores {
  const database = openPool(server.appUrl);
  return {
    server,
    database,
    ...postgresStores(database),
    pass: (ms) => sleep(ms),
    async close() {
      await database.close();
      await server.close();
    },
  };
}

export function postgresStores(database: PostgresDatabase): Omit<Stores, 'pass' | 'close'> {
  return {
    executions: new PostgresExecutionStore(database),
    attempts: new PostgresAttemptReader(database),
    loops: new PostgresLoopStore(database),
    workers: new PostgresWorkerStore(database),
    outbox: new PostgresOutbox(database),
    projects: new PostgresProjectStore(database),
    artifacts: new PostgresArtifactStore(database),
    logTails: new PostgresLogTails(database),
    researchCache: new PostgresResearchCache(database),
    audit: new PostgresAuditLog(database),
    tokens: new PostgresTokenStore(database),
    metrics: new PostgresMetricStore(database),
    moments: new PostgresStoredMoments(database),
  };
}
