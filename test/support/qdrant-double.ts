import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Ajv from 'ajv';

/**
 * A double of Qdrant: the few routes that the pattern store calls, in memory, exact. Every request body is checked against
 * a schema written from the public API description; what Qdrant would refuse is refused here with 400 and Qdrant's shape.
 * It is not Qdrant: no persistence, no consensus, no approximate index.
 */
export interface QdrantDouble {
  readonly url: string;
  /** `METHOD /path` of each request so far. */
  readonly requests: readonly string[];
  /** Answers every request with this status from now on; undefined ends it. */
  failWith(status: number | undefined): void;
  close(): Promise<void>;
}

const uuid = '^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$';
const strict = { additionalProperties: false };

const createCollection = {
  type: 'object',
  ...strict,
  required: ['vectors'],
  properties: {
    vectors: {
      type: 'object',
      ...strict,
      required: ['size', 'distance'],
      properties: {
        size: { type: 'integer', minimum: 1, maximum: 65_536 },
        distance: { enum: ['Cosine', 'Euclid', 'Dot', 'Manhattan'] },
        on_disk: { type: 'boolean' },
      },
    },
    replication_factor: { type: 'integer', minimum: 1 },
    shard_number: { type: 'integer', minimum: 1 },
  },
};

const createIndex = {
  type: 'object',
  ...strict,
  required: ['field_name'],
  properties: {
    field_name: { type: 'string', minLength: 1 },
    field_schema: { enum: ['keyword', 'integer', 'float', 'geo', 'text', 'bool', 'datetime', 'uuid'] },
  },
};

const upsert = {
  type: 'object',
  ...strict,
  required: ['points'],
  properties: {
    points: {
      type: 'array',
      items: {
        type: 'object',
        ...strict,
        required: ['id', 'vector'],
        properties: {
          id: {
            anyOf: [
              { type: 'integer', minimum: 0 },
              { type: 'string', pattern: uuid },
            ],
          },
          vector: { type: 'array', items: { type: 'number' }, minItems: 1 },
          payload: { type: 'object' },
        },
      },
    },
  },
};

const query = {
  type: 'object',
  ...strict,
  properties: {
    query: { type: 'array', items: { type: 'number' }, minItems: 1 },
    limit: { type: 'integer', minimum: 1 },
    offset: { type: 'integer', minimum: 0 },
    with_payload: { type: 'boolean' },
    with_vector: { type: 'boolean' },
    score_threshold: { type: 'number' },
    filter: {
      type: 'object',
      ...strict,
      properties: {
        must: {
          type: 'array',
          items: {
            type: 'object',
            ...strict,
            required: ['key', 'match'],
            properties: {
              key: { type: 'string', minLength: 1 },
              match: {
                type: 'object',
                ...strict,
                required: ['value'],
                properties: { value: { type: ['string', 'integer', 'boolean'] } },
              },
            },
          },
        },
      },
    },
  },
};

interface Collection {
  readonly size: number;
  readonly points: Map<
    string,
    { readonly vector: readonly number[]; readonly payload: Readonly<Record<string, unknown>> }
  >;
}

interface Answer {
  readonly status: number;
  readonly result?: unknown;
  readonly error?: string;
}

/** Starts one on a free loopback port. */
export async function openQdrantDouble(options: { readonly apiKey?: string } = {}): Promise<QdrantDouble> {
  const ajv = new Ajv({ strict: true, allowUnionTypes: true });
  const schemas = {
    createCollection: ajv.compile(createCollection),
    createIndex: ajv.compile(createIndex),
    upsert: ajv.compile(upsert),
    query: ajv.compile(query),
  };
  const collections = new Map<string, Collection>();
  const requests: string[] = [];
  let failure: number | undefined;

  const checked = (schema: keyof typeof schemas, body: unknown, then: (body: never) => Answer): Answer =>
    schemas[schema](body)
      ? then(body as never)
      : { status: 400, error: `Format error in JSON body: ${ajv.errorsText(schemas[schema].errors)}` };

  function answer(method: string, path: string, body: unknown): Answer {
    const match = /^\/collections\/([^/]+)(?:\/(exists|index|points|points\/query))?$/.exec(path);
    if (match === null) return { status: 404, error: 'Not found' };
    const name = match[1] ?? '';
    const collection = collections.get(name);
    const route = `${method} ${match[2] ?? ''}`;
    if (route === 'GET exists') return { status: 200, result: { exists: collection !== undefined } };
    if (route === 'PUT ') {
      if (collection !== undefined)
        return { status: 409, error: `Wrong input: Collection \`${name}\` already exists!` };
      return checked('createCollection', body, ({ vectors }: { vectors: { size: number } }) => {
        collections.set(name, { size: vectors.size, points: new Map() });
        return { status: 200, result: true };
      });
    }
    if (collection === undefined) return { status: 404, error: `Not found: Collection \`${name}\` doesn't exist!` };
    if (route === 'GET ') {
      const params = { vectors: { size: collection.size, distance: 'Cosine' }, replication_factor: 1 };
      return { status: 200, result: { status: 'green', points_count: collection.points.size, config: { params } } };
    }
    if (route === 'PUT index') return checked('createIndex', body, () => updated);
    if (route === 'PUT points') return checked('upsert', body, (value) => put(collection, value));
    if (route === 'POST points/query') return checked('query', body, (value) => search(collection, value));
    return { status: 405, error: 'Method not allowed' };
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { pathname } = new URL(request.url ?? '/', 'http://double');
      requests.push(`${request.method} ${pathname}`);
      const text = Buffer.concat(chunks).toString('utf8');
      const isAllowed = options.apiKey === undefined || request.headers['api-key'] === options.apiKey;
      const { status, result, error }: Answer = !isAllowed
        ? { status: 401, error: 'Must provide an API key' }
        : failure !== undefined
          ? { status: failure, error: 'failing as told' }
          : answer(request.method ?? '', pathname, text === '' ? undefined : JSON.parse(text));
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ time: 0, status: error === undefined ? 'ok' : { error }, result: result ?? null }));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    failWith: (status) => {
      failure = status;
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

const updated: Answer = { status: 200, result: { operation_id: 1, status: 'completed' } };

interface Upsert {
  readonly points: readonly {
    readonly id: string | number;
    readonly vector: readonly number[];
    readonly payload?: Readonly<Record<string, unknown>>;
  }[];
}

function put(collection: Collection, { points }: Upsert): Answer {
  const wrong = points.find((point) => point.vector.length !== collection.size);
  if (wrong !== undefined) {
    return {
      status: 400,
      error: `Wrong input: Vector dimension error: expected dim: ${collection.size}, got ${wrong.vector.length}`,
    };
  }
  for (const point of points)
    collection.points.set(String(point.id), { vector: point.vector, payload: point.payload ?? {} });
  return updated;
}

interface Query {
  readonly query: readonly number[];
  readonly limit?: number;
  readonly with_payload?: boolean;
  readonly filter?: {
    readonly must?: readonly { readonly key: string; readonly match: { readonly value: unknown } }[];
  };
}

function search(
  collection: Collection,
  { query: wanted, limit = 10, with_payload: withPayload, filter }: Query,
): Answer {
  if (wanted.length !== collection.size) {
    return {
      status: 400,
      error: `Wrong input: Vector dimension error: expected dim: ${collection.size}, got ${wanted.length}`,
    };
  }
  const points = [...collection.points]
    .filter(([, { payload }]) => (filter?.must ?? []).every(({ key, match }) => payload[key] === match.value))
    .map(([id, { vector, payload }]) => ({
      id,
      version: 1,
      score: cosine(vector, wanted),
      ...(withPayload === true ? { payload } : {}),
    }))
    .sort((a, b) => b.score - a.score)
    .slice(0, limit);
  return { status: 200, result: { points } };
}

function cosine(a: readonly number[], b: readonly number[]): number {
  const dot = (x: readonly number[], y: readonly number[]) =>
    x.reduce((sum, value, index) => sum + value * (y[index] ?? 0), 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b) || 1);
}
