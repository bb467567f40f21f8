import { QdrantClient } from '@qdrant/js-client-rest';
import { AccessError, ConfigError, isNightshiftError, messageOf, UnavailableError } from '../../core/errors';
import type { PatternStore, SimilarPattern, SimilarQuery, StoredPattern } from '../../ports/pattern-store';

export interface QdrantOptions {
  /** `http://127.0.0.1:6333`; a path stands before Qdrant's own. */
  readonly url: string;
  readonly apiKey?: string;
}

/** Source: R-62. */
const COLLECTION = 'execution_patterns';
const TIMEOUT_MS = 10_000;
/** Points per request: with 1,536 numbers each about 2 MB. */
const BATCH = 64;
/** What is sent, and the key, are for the configured host: a server that sends elsewhere is refused (S-52). */
const STRAIGHT: RequestInit = { redirect: 'manual' };

/**
 * Keeps patterns in Qdrant, collection `execution_patterns`: cosine, one replica, sized by the first vector that is stored,
 * with indexes on what is filtered by. `put` waits until the points can be found.
 *
 * A collection of another size is not touched: the embedder was changed, and its operator decides what becomes of the old one.
 *
 * Source.
 */
export class QdrantPatternStore implements PatternStore {
  private readonly api: ReturnType<QdrantClient['api']>;
  private ready: Promise<void> | undefined;

  constructor(options: QdrantOptions) {
    const { pathname } = new URL(options.url);
    // The calls below the client's own: only they take what `fetch` is to be told.
    this.api = new QdrantClient({
      url: new URL('/', options.url).href,
      ...(pathname === '/' ? {} : { prefix: pathname.replace(/\/$/, '') }),
      // As a header, not as `apiKey`: with that the client writes to the console.
      ...(options.apiKey === undefined ? {} : { headers: { 'api-key': options.apiKey } }),
      timeout: TIMEOUT_MS,
      checkCompatibility: false,
    }).api();
  }

  async put(patterns: readonly StoredPattern[]): Promise<void> {
    const first = patterns[0];
    if (first === undefined) return;
    await this.prepare(first.vector.length);
    for (let at = 0; at < patterns.length; at += BATCH) {
      const points = patterns.slice(at, at + BATCH).map(pointOf);
      await resultOf(() => this.api.upsertPoints({ collection_name: COLLECTION, wait: true, points }, STRAIGHT));
    }
  }

  async similar(query: SimilarQuery): Promise<readonly SimilarPattern[]> {
    const { exists } = await this.find();
    if (!exists) return [];
    await this.prepare(query.vector.length);
    const conditions: readonly (readonly [string, string | boolean | undefined])[] = [
      ['model', query.model],
      ['project_id', query.projectId],
      ['task_type', query.taskType],
      ['success', query.isSuccess],
    ];
    const must = conditions.flatMap(([key, value]) => (value === undefined ? [] : [{ key, match: { value } }]));
    const { points } = await resultOf(() =>
      this.api.queryPoints(
        {
          collection_name: COLLECTION,
          query: [...query.vector],
          filter: { must },
          limit: query.limit,
          with_payload: true,
          with_vector: false,
        },
        STRAIGHT,
      ),
    );
    return points.map((point) => ({ ...patternOf(String(point.id), point.payload ?? {}), similarity: point.score }));
  }

  async close(): Promise<void> {
    this.ready = undefined;
  }

  /** Makes the collection where there is none; once per process, and again after a failure. */
  private prepare(dimensions: number): Promise<void> {
    this.ready ??= this.makeCollection(dimensions).catch((error: unknown) => {
      this.ready = undefined;
      throw error;
    });
    return this.ready;
  }

  private async makeCollection(dimensions: number): Promise<void> {
    const { exists } = await this.find();
    if (!exists) {
      await resultOf(() =>
        this.api.createCollection(
          {
            collection_name: COLLECTION,
            vectors: { size: dimensions, distance: 'Cosine' },
            replication_factor: 1,
          },
          STRAIGHT,
        ),
      ).catch(async (error: unknown) => {
        // Another process made it between the question and now.
        if (!(await this.find()).exists) throw error;
      });
    }
    await this.checkSize(dimensions);
    for (const [field_name, field_schema] of INDEXES) {
      const index = { collection_name: COLLECTION, field_name, field_schema, wait: true };
      await resultOf(() => this.api.createFieldIndex(index, STRAIGHT));
    }
  }

  private find(): Promise<{ readonly exists: boolean }> {
    return resultOf(() => this.api.collectionExists({ collection_name: COLLECTION }, STRAIGHT));
  }

  private async checkSize(dimensions: number): Promise<void> {
    const info = await resultOf(() => this.api.getCollection({ collection_name: COLLECTION }, STRAIGHT));
    const vectors = info.config.params.vectors;
    const size = typeof vectors === 'object' && 'size' in vectors ? vectors.size : undefined;
    if (size === dimensions) return;
    throw new ConfigError(
      'PATTERNS_SIZE',
      `The Qdrant collection ${COLLECTION} holds vectors of ${String(size)} numbers, the embedder makes ${dimensions}`,
      { hint: `Configure the embedder that filled it, or delete the collection ${COLLECTION} to start anew` },
    );
  }
}

const INDEXES = [
  ['model', 'keyword'],
  ['project_id', 'keyword'],
  ['task_type', 'keyword'],
  ['success', 'bool'],
  ['conversation_id', 'keyword'],
] as const;

function pointOf(pattern: StoredPattern): { id: string; vector: number[]; payload: Record<string, unknown> } {
  return {
    id: pattern.id,
    vector: [...pattern.vector],
    payload: {
      model: pattern.model,
      conversation_id: pattern.conversationId,
      execution_id: pattern.executionId,
      ...(pattern.projectId === undefined ? {} : { project_id: pattern.projectId }),
      task_title: pattern.taskTitle,
      task_type: pattern.taskType,
      success: pattern.isSuccess,
      duration_seconds: pattern.durationSeconds,
      commands: pattern.commands,
      errors: pattern.errors,
      warnings: pattern.warnings,
      files: pattern.files,
      api_calls: pattern.apiCalls,
      timings: pattern.timings,
      timestamp: pattern.timestamp,
    },
  };
}

/** A payload as it was stored; what another program put there is read as far as it fits. */
function patternOf(id: string, payload: Readonly<Record<string, unknown>>): Omit<SimilarPattern, 'similarity'> {
  const text = (name: string) => (typeof payload[name] === 'string' ? payload[name] : '');
  const texts = (name: string) => {
    const value = payload[name];
    return Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : [];
  };
  const seconds = payload['duration_seconds'];
  return {
    id,
    conversationId: text('conversation_id'),
    executionId: text('execution_id'),
    ...(text('project_id') === '' ? {} : { projectId: text('project_id') }),
    taskTitle: text('task_title'),
    taskType: text('task_type'),
    isSuccess: payload['success'] === true,
    durationSeconds: typeof seconds === 'number' ? seconds : 0,
    commands: texts('commands'),
    errors: texts('errors'),
    warnings: texts('warnings'),
    files: texts('files'),
    apiCalls: texts('api_calls'),
    timings: timingsOf(payload['timings']),
    timestamp: text('timestamp'),
  };
}

function timingsOf(value: unknown): SimilarPattern['timings'] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown) => {
    const { what, durationMs } = (entry ?? {}) as { readonly what?: unknown; readonly durationMs?: unknown };
    return typeof what === 'string' && typeof durationMs === 'number' ? [{ what, durationMs }] : [];
  });
}

/** What Qdrant answered, in its envelope. */
interface Answer<T> {
  readonly data: { readonly result?: T };
}

async function resultOf<T>(call: () => Promise<Answer<T>>): Promise<T> {
  try {
    const { result } = (await call()).data;
    if (result === undefined) throw new Error('The answer holds no result');
    return result;
  } catch (cause) {
    if (isNightshiftError(cause)) throw cause;
    const { status, data, retry_after } = (cause ?? {}) as {
      readonly status?: unknown;
      readonly data?: unknown;
      readonly retry_after?: unknown;
    };
    if (status === 401 || status === 403) {
      throw new AccessError('PATTERNS_KEY_REJECTED', 'Qdrant refused the key', {
        cause,
        hint: 'Check the API key of the pattern store',
      });
    }
    if (typeof status === 'number' && status >= 300 && status < 400) {
      throw new ConfigError('PATTERNS_REFUSED', 'The pattern store sends to another address, which is not followed', {
        cause,
        hint: 'Configure the address of the Qdrant server itself',
      });
    }
    const said = typeof data === 'object' && data !== null ? JSON.stringify(data).slice(0, 300) : '';
    const problem = `${messageOf(cause)} ${said}`.trim();
    if (typeof status === 'number' && status >= 400 && status < 500 && status !== 408 && status !== 429) {
      throw new ConfigError('PATTERNS_REFUSED', `Qdrant refused a request: ${problem}`, {
        cause,
        hint: 'Check that the configured URL is that of a Qdrant server, version 1.12 or later',
      });
    }
    throw new UnavailableError('patterns', `Qdrant cannot be reached: ${problem}`, {
      cause,
      hint: 'Plans go on without it; check that Qdrant runs and that its URL is right',
      ...(typeof retry_after === 'number' ? { retryAfterMs: retry_after * 1_000 } : {}),
    });
  }
}
