import { randomBytes, randomUUID } from 'node:crypto';
import { MemoryDatabase, type MemoryPause } from '../../runtime/adapters/memory/memory-database';
import { MemoryExecutionStore } from '../../runtime/adapters/memory/memory-execution-store';
import { MemoryLoopStore } from '../../runtime/adapters/memory/memory-loop-store';
import { MemoryOutbox } from '../../runtime/adapters/memory/memory-outbox';
import {
  MemoryArtifactStore,
  MemoryAuditLog,
  MemoryLogTails,
  MemoryMetricStore,
  MemoryProjectStore,
  MemoryResearchCache,
  MemoryTokenStore,
} from '../../runtime/adapters/memory/memory-records';
import { MemoryStoredMoments } from '../../runtime/adapters/memory/memory-stored-moments';
import { MemoryWorkerStore } from '../../runtime/adapters/memory/memory-worker-store';
import type { Clock } from '../../runtime/ports/clock';
import type { Stores } from './stores';

export interface MemoryStores extends Stores {
  readonly database: MemoryDatabase;
}

/** All stores over one database in memory. `pass` moves the clock unless one is given. */
export function openMemoryStores(given?: Clock, pause?: MemoryPause): MemoryStores {
  let nowMs = Date.parse('2026-01-02T03:04:05.000Z');
  const clock: Clock = given ?? {
    now: () => nowMs,
    steady: () => nowMs,
    sleep: async (ms) => {
      nowMs += ms;
    },
  };
  const database = new MemoryDatabase(clock, pause);
  const ids = {
    uuid: () => randomUUID(),
    secret: (bytes: number) => randomBytes(bytes).toString('base64url'),
    draw: () => 0.5,
  };
  const executions = new MemoryExecutionStore(database);
  return {
    database,
    executions,
    attempts: executions,
    loops: new MemoryLoopStore(database),
    workers: new MemoryWorkerStore(database),
    outbox: new MemoryOutbox(database),
    projects: new MemoryProjectStore(database, ids),
    artifacts: new MemoryArtifactStore(database),
    logTails: new MemoryLogTails(database),
    researchCache: new MemoryResearchCache(database),
    audit: new MemoryAuditLog(database),
    tokens: new MemoryTokenStore(database),
    metrics: new MemoryMetricStore(database),
    moments: new MemoryStoredMoments(database),
    pass: (ms) => clock.sleep(ms),
    close: async () => undefined,
  };
}
