import { isNightshiftError, messageOf, UnavailableError } from '../../core/errors';
import type { Pattern } from '../../core/learn/pattern';
import type { PatternStore, SimilarPattern, SimilarQuery, StoredPattern } from '../../ports/pattern-store';
import { PatternVectors } from './pattern-vectors';
import type { PostgresDatabase, Query } from './postgres-database';
import type { Statement } from './statement';
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
 * The database belongs to the caller; `close` lets go of the vectors only. Source.
 */
export class PostgresPatternStore implements PatternStore {
  private readonly caches = new Map<string, ModelCache>();
  private readonly capacity: number;

  constructor(
    private readonly database: PostgresDatabase,
    options: PatternStoreOptions = {},
  ) {
    this.capacity = options.capacity ?? 20_000;
  }

  async put(patterns: readonly StoredPattern[]): Promise<void> {
    if (patterns.length === 0) return;
    await this.asUnavailable(async () => {
      await this.database.transaction(async (query) => {
        await query(LOCK);
        await write(query, patterns);
      });
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
      const rows = await this.database.query<{ readonly id: string; readonly payload: string }>(PAYLOADS, [
        near.map(({ id }) => id),
      ]);
      const payloads = new Map(rows.map((row) => [row.id, row.payload]));
      // What retention removed meanwhile is still among the vectors.
      return near.flatMap(({ id, similarity }) => {
        const payload = payloads.get(id);
        return payload === undefined ? [] : [{ ...patternIn(payload), similarity }];
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
      const rows = await this.database.query<VectorRow>(CHANGED, [model, change]);
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
    const rows = await this.database.query<{ readonly change: string }>(START, [model, this.capacity]);
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

const LOCK: Statement = {
  name: 'patterns_lock',
  text: "select pg_advisory_xact_lock(hashtextextended('nightshift.patterns', 0))",
};

// `p.change`, not the column of the answer: that is a text, and 10 would come before 9.
const CHANGED: Statement = {
  name: 'patterns_changed',
  text: `select p.id, p.change::text as change, p.project_id, p.task_type, p.is_success, p.vector
           from nightshift.patterns p where p.model = $1 and p.change > $2::bigint order by p.change limit ${PAGE}`,
};

const START: Statement = {
  name: 'patterns_start',
  text: `select p.change::text as change from nightshift.patterns p
          where p.model = $1 order by p.change desc offset $2 limit 1`,
};

type LaterFields = Pick<Pattern, 'apiCalls' | 'timings'>;
const NOT_KEPT_THEN: LaterFields = { apiCalls: [], timings: [] };

/** What was stored before API calls and timings were kept has neither. */
const patternIn = (payload: string): Pattern => ({
  ...NOT_KEPT_THEN,
  ...(JSON.parse(payload) as Omit<Pattern, keyof LaterFields>),
});

const PAYLOADS: Statement = {
  name: 'patterns_payloads',
  text: 'select p.id, p.payload from nightshift.patterns p where p.id = any($1::uuid[])',
};

const PUT: Statement = {
  name: 'patterns_put',
  text: `insert into nightshift.patterns (id, conversation_id, project_id, task_type, is_success, model, vector, payload)
     select id, conversation_id, project_id, task_type, is_success, model, decode(vector, 'hex'), payload
       from json_to_recordset($1::json) as row(id uuid, conversation_id text, project_id text, task_type text,
         is_success boolean, model text, vector text, payload text)
     on conflict (id) do update set
       change = nextval('nightshift.pattern_changes'), conversation_id = excluded.conversation_id,
       project_id = excluded.project_id, task_type = excluded.task_type, is_success = excluded.is_success,
       model = excluded.model, vector = excluded.vector, payload = excluded.payload`,
};

async function write(query: Query, patterns: readonly StoredPattern[]): Promise<void> {
  // The last of each id wins: one statement may not touch a row twice.
  const byId = new Map(patterns.map((pattern) => [pattern.id, pattern]));
  const rows = [...byId.values()].map(({ model, vector, ...pattern }) => ({
    id: pattern.id,
    conversation_id: pattern.conversationId,
    project_id: pattern.projectId ?? null,
    task_type: pattern.taskType,
    is_success: pattern.isSuccess,
    model,
    vector: bytesOfVector(vector).toString('hex'),
    payload: JSON.stringify(pattern),
  }));
  await query(PUT, [JSON.stringify(rows)]);
}

interface VectorRow {
  readonly id: string;
  readonly change: string;
  readonly project_id: string | null;
  readonly task_type: string;
  readonly is_success: boolean;
  readonly vector: Buffer;
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
