import type { Pool, PoolClient } from 'pg';
import { isNightshiftError, messageOf, UnavailableError } from '../../core/errors';
import type { PatternStore, SimilarPattern, SimilarQuery, StoredPattern } from '../../ports/pattern-store';
import { PatternVectors } from './pattern-vectors';
import { translateError } from './translate-error';

export interface PatternStoreOptions {
  /** The newest patterns of a model that one process keeps for its search; 20,000 unless said. All stay in the table. */
  readonly capacity?: number;
}

/**
 * Keeps patterns in `nightshift.patterns` and searches them exactly: the process that searches holds the vectors in
 * memory, and before each search fetches what changed since its last (`change`, which every write raises).
 * Writers take one advisory lock, so changes become visible in their order and a reader never passes one over.
 *
 * The pool belongs to the caller; `close` lets go of the vectors only. Source: libraries.md §1.1, R-62, R-63.
 */
export class PostgresPatternStore implements PatternStore {
  private readonly caches = new Map<string, ModelCache>();
  private readonly capacity: number;

  constructor(
    private readonly pool: Pool,
    options: PatternStoreOptions = {},
  ) {
    this.capacity = options.capacity ?? 20_000;
  }

  async put(patterns: readonly StoredPattern[]): Promise<void> {
    if (patterns.length === 0) return;
    await this.asUnavailable(async () => {
      const client = await this.pool.connect();
      let failure: Error | undefined;
      try {
        await client.query('begin');
        await client.query("select pg_advisory_xact_lock(hashtextextended('nightshift.patterns', 0))");
        await write(client, patterns);
        await client.query('commit');
      } catch (cause) {
        // A connection in an open transaction is not given back; the server ends the transaction with it.
        failure = cause instanceof Error ? cause : new Error(String(cause));
        throw cause;
      } finally {
        client.release(failure);
      }
    });
  }

  async similar(query: SimilarQuery): Promise<readonly SimilarPattern[]> {
    return this.asUnavailable(async () => {
      const cache = this.cacheOf(query.model, query.vector.length);
      // One refresh at a time: two at once would read the same rows.
      const refreshed = cache.refreshing.then(() => this.refresh(query.model, cache));
      cache.refreshing = refreshed.catch(() => undefined);
      await refreshed;

      const { projectId, taskType, isSuccess } = query;
      const near = cache.vectors.nearest(
        query.vector,
        query.limit,
        (entry) =>
          (projectId === undefined || entry.projectId === projectId) &&
          (taskType === undefined || entry.taskType === taskType) &&
          (isSuccess === undefined || entry.isSuccess === isSuccess),
      );
      if (near.length === 0) return [];
      const { rows } = await this.pool.query<PatternRow>(
        `select ${COLUMNS} from nightshift.patterns where id = any($1::uuid[])`,
        [near.map(({ id }) => id)],
      );
      const byId = new Map(rows.map((row) => [row.id, row]));
      // What retention removed meanwhile is still among the vectors.
      return near.flatMap(({ id, similarity }) => {
        const row = byId.get(id);
        return row === undefined ? [] : [{ ...patternOfRow(row), similarity }];
      });
    });
  }

  async close(): Promise<void> {
    this.caches.clear();
  }

  private cacheOf(model: string, dimensions: number): ModelCache {
    const known = this.caches.get(model);
    if (known !== undefined) return known;
    const cache = {
      vectors: new PatternVectors(dimensions, this.capacity),
      change: undefined,
      refreshing: Promise.resolve(),
    };
    this.caches.set(model, cache);
    return cache;
  }

  private async refresh(model: string, cache: ModelCache): Promise<void> {
    let change = cache.change ?? (await this.startOf(model));
    for (;;) {
      const { rows } = await this.pool.query<VectorRow>(
        `select id, change::text, project_id, task_type, is_success, vector from nightshift.patterns
          where model = $1 and change > $2 order by change limit ${PAGE}`,
        [model, change],
      );
      for (const row of rows) {
        const entry = {
          id: row.id,
          projectId: row.project_id ?? undefined,
          taskType: row.task_type,
          isSuccess: row.is_success,
        };
        cache.vectors.put(entry, vectorOfBytes(row.vector));
        change = row.change;
      }
      cache.change = change;
      if (rows.length < PAGE) return;
    }
  }

  /** The change after which the newest `capacity` patterns come. */
  private async startOf(model: string): Promise<string> {
    const { rows } = await this.pool.query<{ change: string }>(
      'select change::text from nightshift.patterns where model = $1 order by change desc offset $2 limit 1',
      [model, this.capacity],
    );
    return rows[0]?.change ?? '0';
  }

  private async asUnavailable<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (cause) {
      const error = translateError(cause);
      if (!isNightshiftError(error) || error.kind !== 'transient') throw error;
      throw new UnavailableError('patterns', `The pattern store cannot be reached: ${messageOf(cause)}`, {
        cause,
        hint: 'Plans go on without it; check that Postgres runs',
      });
    }
  }
}

interface ModelCache {
  readonly vectors: PatternVectors;
  /** The newest change that was read; a bigint as text. */
  change: string | undefined;
  refreshing: Promise<unknown>;
}

const PAGE = 2_000;

const COLUMNS = `id, conversation_id, execution_id, project_id, task_title, task_type, is_success, duration_seconds,
  commands, errors, warnings, files, recorded_at`;

async function write(client: PoolClient, patterns: readonly StoredPattern[]): Promise<void> {
  // The last of each id wins: one statement may not touch a row twice.
  const byId = new Map(patterns.map((pattern) => [pattern.id, pattern]));
  const rows = [...byId.values()].map((pattern) => ({
    id: pattern.id,
    model: pattern.model,
    vector: bytesOfVector(pattern.vector).toString('hex'),
    conversation_id: pattern.conversationId,
    execution_id: pattern.executionId,
    project_id: pattern.projectId ?? null,
    task_title: pattern.taskTitle,
    task_type: pattern.taskType,
    is_success: pattern.isSuccess,
    duration_seconds: pattern.durationSeconds,
    commands: pattern.commands,
    errors: pattern.errors,
    warnings: pattern.warnings,
    files: pattern.files,
    recorded_at: pattern.timestamp,
  }));
  await client.query(
    `insert into nightshift.patterns (model, vector, ${COLUMNS})
     select model, decode(vector, 'hex'), ${COLUMNS}
       from jsonb_to_recordset($1::jsonb) as row(
         id uuid, model text, vector text, conversation_id text, execution_id uuid, project_id uuid, task_title text,
         task_type text, is_success boolean, duration_seconds double precision, commands text[], errors text[],
         warnings text[], files text[], recorded_at timestamptz)
     on conflict (id) do update set
       change = nextval('nightshift.patterns_change'), model = excluded.model, vector = excluded.vector,
       conversation_id = excluded.conversation_id, execution_id = excluded.execution_id, project_id = excluded.project_id,
       task_title = excluded.task_title, task_type = excluded.task_type, is_success = excluded.is_success,
       duration_seconds = excluded.duration_seconds, commands = excluded.commands, errors = excluded.errors,
       warnings = excluded.warnings, files = excluded.files, recorded_at = excluded.recorded_at`,
    // Postgres keeps no NUL in text.
    [JSON.stringify(rows).replaceAll('\\u0000', '')],
  );
}

interface VectorRow {
  readonly id: string;
  readonly change: string;
  readonly project_id: string | null;
  readonly task_type: string;
  readonly is_success: boolean;
  readonly vector: Buffer;
}

interface PatternRow extends Omit<VectorRow, 'change' | 'vector'> {
  readonly conversation_id: string;
  readonly execution_id: string;
  readonly task_title: string;
  readonly duration_seconds: number;
  readonly commands: readonly string[];
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  readonly files: readonly string[];
  readonly recorded_at: Date;
}

function patternOfRow(row: PatternRow): Omit<SimilarPattern, 'similarity'> {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    executionId: row.execution_id,
    ...(row.project_id === null ? {} : { projectId: row.project_id }),
    taskTitle: row.task_title,
    taskType: row.task_type,
    isSuccess: row.is_success,
    durationSeconds: row.duration_seconds,
    commands: row.commands,
    errors: row.errors,
    warnings: row.warnings,
    files: row.files,
    timestamp: row.recorded_at.toISOString(),
  };
}

/** Little-endian 32-bit floats. */
function bytesOfVector(vector: Float32Array): Buffer {
  const bytes = Buffer.alloc(vector.length * 4);
  for (const [index, value] of vector.entries()) bytes.writeFloatLE(value, index * 4);
  return bytes;
}

function vectorOfBytes(bytes: Buffer): Float32Array {
  const vector = new Float32Array(bytes.length >> 2);
  for (let index = 0; index < vector.length; index++) vector[index] = bytes.readFloatLE(index * 4);
  return vector;
}
