import { join } from 'node:path';
import { HttpLoopHost } from '../adapters/n8n/http-loop-host';
import { openPool } from '../adapters/postgres/open-pool';
import { PostgresArtifactStore } from '../adapters/postgres/postgres-artifact-store';
import { PostgresAttemptReader } from '../adapters/postgres/postgres-attempt-reader';
import { PostgresAuditLog } from '../adapters/postgres/postgres-audit-log';
import { PostgresExecutionStore } from '../adapters/postgres/postgres-execution-store';
import { PostgresLogTails } from '../adapters/postgres/postgres-log-tails';
import { PostgresLoopStore } from '../adapters/postgres/postgres-loop-store';
import { PostgresMetricReader } from '../adapters/postgres/postgres-metric-reader';
import { PostgresMetricStore } from '../adapters/postgres/postgres-metric-store';
import { PostgresOutbox } from '../adapters/postgres/postgres-outbox';
import { PostgresProjectStore } from '../adapters/postgres/postgres-project-store';
import { PostgresResearchCache } from '../adapters/postgres/postgres-research-cache';
import { PostgresExecutionEnds } from '../adapters/postgres/postgres-retention';
import { PostgresTaskHistory } from '../adapters/postgres/postgres-task-history';
import { PostgresTokenStore } from '../adapters/postgres/postgres-token-store';
import { PostgresWorkerStore } from '../adapters/postgres/postgres-worker-store';
import { FileAttemptLogs } from '../adapters/system/file-attempt-logs';
import { PinoLog } from '../adapters/system/pino-log';
import { ProcessCrashPoints } from '../adapters/system/process-crash-points';
import { SystemClock } from '../adapters/system/system-clock';
import { SystemIds } from '../adapters/system/system-ids';
import { ThreadPlanReader } from '../adapters/system/thread-plan-reader';
import { DatabaseTime } from '../app/database-time';
import { ExecutionCache } from '../app/execution-cache';
import type { Config } from '../config/config';
import { createRedactor, redact } from '../core/learn/redact';
import { composeHints } from './compose-hints';
import { composeLearning } from './compose-learning';
import { conversationLog } from './conversation-log';
import { messageSettings } from './message-settings';
import { secretsOf } from './secrets-of';
import { steadyLog } from './steady-log';

/** What every process has: the stores, the clocks, the log, and the way to tell workers. The one place that picks adapters for them. */
export function composeCore(config: Config, part: string) {
  const secrets = secretsOf(config);
  const clean = (text: string) => redact(secrets, text);
  const written = steadyLog(PinoLog.open({ level: config.logLevel, part, redact: clean }));
  const clock = new SystemClock();
  const ids = new SystemIds();
  const crash = new ProcessCrashPoints(config.crash);
  const database = openPool(config.database.url, {
    directUrl: config.database.directUrl,
    name: `nightshift-${part}`,
    crash,
  });
  const store = new PostgresExecutionStore(database);
  const cache = new ExecutionCache(store, new PostgresTaskHistory(database));
  const log = conversationLog(written, (id) => cache.conversationOf(id));
  const workers = new PostgresWorkerStore(database);
  const hints = composeHints(config, workers, { log, crash });
  const learning = composeLearning(config, database, secrets);
  const { execution } = config;
  return {
    plans: new ThreadPlanReader(),
    config,
    secrets,
    redact: clean,
    log,
    clock,
    ids,
    crash,
    database,
    store,
    workers,
    hints: hints.sender,
    learning,
    cache,
    time: new DatabaseTime(store, clock),
    messages: messageSettings(config, secrets),
    loops: new PostgresLoopStore(database),
    ends: new PostgresExecutionEnds(database),
    outbox: new PostgresOutbox(database),
    metrics: new PostgresMetricStore(database),
    measured: new PostgresMetricReader(database),
    attempts: new PostgresAttemptReader(database),
    projects: new PostgresProjectStore(database),
    artifacts: new PostgresArtifactStore(database),
    logTails: new PostgresLogTails(database),
    audit: new PostgresAuditLog(database),
    tokens: new PostgresTokenStore(database),
    researchCache: new PostgresResearchCache(database),
    attemptLogs: new FileAttemptLogs(join(config.home, 'logs', 'attempts'), () => createRedactor(secrets)),
    host: new HttpLoopHost(config.n8n, crash),
    hostName: config.hostName,
    startWithinMs: config.startWithinMs,
    limits: config.limits,
    defaults: {
      priority: 'normal',
      maxParallel: execution.maxParallel,
      release: 'rolling',
      advance: 'workflow',
      onFailure: 'skip-dependents',
      retry: execution.retry,
      costCapUsd: execution.costCapUsd,
      taskCostCapUsd: execution.taskCostCapUsd,
      taskTokenCap: execution.taskTokenCap,
      taskTimeoutMs: execution.taskTimeoutMs,
      notifications: { voice: true, push: true, discord: true },
    },
    async close(): Promise<void> {
      await hints.close();
      await learning.patterns.close();
      await database.close();
    },
  } as const;
}

export type Core = ReturnType<typeof composeCore>;
