import type { AttemptReader, ExecutionStore } from '../../runtime/ports/execution-store';
import type { LoopStore } from '../../runtime/ports/loop-store';
import type { Outbox } from '../../runtime/ports/outbox';
import type {
  ArtifactStore,
  AuditLog,
  LogTails,
  MetricStore,
  ProjectStore,
  ResearchCache,
  TokenStore,
} from '../../runtime/ports/records';
import type { StoredMoments } from '../../runtime/ports/stored-moments';
import type { WorkerStore } from '../../runtime/ports/worker-store';

/** Every durable store over one database, as a contract suite needs them. */
export interface Stores {
  readonly executions: ExecutionStore;
  readonly attempts: AttemptReader;
  readonly loops: LoopStore;
  readonly workers: WorkerStore;
  readonly outbox: Outbox;
  readonly projects: ProjectStore;
  readonly artifacts: ArtifactStore;
  readonly logTails: LogTails;
  readonly researchCache: ResearchCache;
  readonly audit: AuditLog;
  readonly tokens: TokenStore;
  readonly metrics: MetricStore;
  readonly moments: StoredMoments;
  /** Lets about `ms` go by: of the virtual clock, or really. */
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** Asks until the answer is true, while time goes by; fails after 20 s of it. */
export async function eventually(
  stores: Pick<Stores, 'pass'>,
  ask: () => Promise<boolean> | boolean,
  what = 'it',
): Promise<void> {
  for (let waited = 0; waited < 20_000; waited += 20) {
    if (await ask()) return;
    await stores.pass(20);
  }
  throw new Error(`20 s went by and ${what} did not happen`);
}
