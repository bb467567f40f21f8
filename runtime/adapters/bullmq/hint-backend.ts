import {
  assertSchemaCompatibility,
  createPostgresBackend,
  createRedisBackend,
  LATEST_SCHEMA_VERSION,
  type PgQueryable,
  PostgresConnection,
  Queue,
  runMigrations,
  Worker,
  type WorkerOptions,
} from 'bullmq';
import { messageOf, UnavailableError } from '../../core/errors';
import type { HintJob } from './hint-job';

/** Where BullMQ keeps its jobs: a schema of a Postgres with a role of its own, or a Redis. */
export type HintBackend =
  | { readonly type: 'postgres'; readonly url: string }
  | { readonly type: 'redis'; readonly url: string };

/** Schema in Postgres; also that of BullMQ's own default. */
const SCHEMA = 'bullmq';
/** In Redis; n8n's queue mode and BullMQ both default to `bull`. */
const PREFIX = 'nightshift';

/** Seconds for which a worker waits for a job before it asks Redis again, so that something comes from there as often. */
const REDIS_DRAIN_SECONDS = 2;
/** After so long without an answer the way to Redis is taken for half open. A job needs two connections, one after the other. */
const REDIS_SILENT_MS = 5_000;

export type HintQueue = Queue<HintJob>;
export type HintWorker = Pick<Worker, 'close' | 'on' | 'waitUntilReady'>;

/** Opens a queue to send to. The backend is given per queue: BullMQ's default is one for the whole process, n8n's included. */
export function openHintQueue(backend: HintBackend, name: string): HintQueue {
  const defaultJobOptions = { removeOnComplete: true, removeOnFail: true, attempts: 3 };
  const queue =
    backend.type === 'redis'
      ? new Queue<HintJob>(
          name,
          { connection: redisOptions(backend.url), prefix: PREFIX, skipMetasUpdate: true, defaultJobOptions },
          createRedisBackend,
        )
      : new Queue<HintJob>(
          name,
          // Two connections, given back when idle: there is a queue per worker.
          { connection: { ...postgresOptions(backend.url), max: 2 }, skipMetasUpdate: true, defaultJobOptions },
          createPostgresBackend as never,
        );
  return queue as HintQueue;
}

/** Takes jobs of a queue and hands each to `take`. A job is done once it was handed over: what it hints at has a lease of its own. */
export function openHintWorker(backend: HintBackend, name: string, take: (data: unknown) => void): HintWorker {
  const options: Omit<WorkerOptions, 'connection'> = {
    concurrency: 20,
    lockDuration: 5_000,
    stalledInterval: 5_000,
    maxStalledCount: 10,
    drainDelay: 5,
    runRetryDelay: 500,
    removeOnComplete: { count: 0 },
    removeOnFail: { count: 0 },
  };
  const handle = async ({ data }: { readonly data: unknown }) => take(data);
  return backend.type === 'redis'
    ? new Worker(
        name,
        handle,
        { ...options, drainDelay: REDIS_DRAIN_SECONDS, connection: redisOptions(backend.url), prefix: PREFIX },
        createRedisBackend,
      )
    : new Worker(
        name,
        handle,
        { ...options, connection: { ...postgresOptions(backend.url), max: 2 } } as never,
        createPostgresBackend as never,
      );
}

/**
 * Brings BullMQ's tables to what this version needs. Safe to repeat and to do in several processes at once.
 * The schema must be there and belong to the role: BullMQ's own statement for it asks for the right to create schemas,
 * which the role does not have, before it looks whether there is one.
 *
 * @throws {UnavailableError} `UNAVAILABLE_QUEUE`.
 */
export async function migrateHintBackend(backend: HintBackend): Promise<void> {
  if (backend.type === 'redis') return;
  const connection = new PostgresConnection({ ...postgresOptions(backend.url), max: 1 });
  connection.on('error', () => undefined); // said by the promises below
  try {
    const client = await connection.pool.connect();
    try {
      if ((await assertSchemaCompatibility(client, SCHEMA).catch(() => 0)) === LATEST_SCHEMA_VERSION) return;
      const { rows } = await client.query<{ readonly isThere: boolean }>(
        'select to_regnamespace($1) is not null as "isThere"',
        [SCHEMA],
      );
      const isThere = rows[0]?.isThere === true;
      const query: PgQueryable['query'] = async (text, values) =>
        isThere && text.startsWith('CREATE SCHEMA IF NOT EXISTS') ? { rows: [] } : client.query(text, values);
      await runMigrations({ query }, SCHEMA);
    } finally {
      client.release();
    }
  } catch (cause) {
    throw unavailable(cause);
  } finally {
    await connection.close();
  }
}

export function unavailable(cause: unknown): UnavailableError {
  return new UnavailableError('queue', `The queue of hints cannot be reached: ${messageOf(cause)}`, {
    cause,
    retryAfterMs: 1_000,
    hint: 'Check that the Postgres or Redis of the queue runs; the sweep announces again what was not sent',
  });
}

const postgresOptions = (url: string) => ({
  connectionString: url,
  schema: SCHEMA,
  connectionTimeoutMillis: 3_000,
  idleTimeoutMillis: 10_000,
  keepAlive: true,
  application_name: 'nightshift-hints',
});

/**
 * Tries to connect for ever, at most half a second apart; commands wait meanwhile, and whoever sends gives up by itself. A
 * connection on which an answer is due and does not come, because it is half open, is broken and made anew: a receiver that waits
 * for work is answered every 2 s.
 */
const redisOptions = (url: string) => ({
  url,
  maxRetriesPerRequest: null,
  keepAlive: 5_000,
  socketTimeout: REDIS_SILENT_MS,
  retryStrategy: (times: number) => Math.min(50 * times, 500),
});
