import { z } from 'zod/v4';
import { PATH_FIELDS } from './path-fields';
import type { AnswerShape, Route } from './route';
import { COMPONENTS } from './schemas/components';
import { refusal } from './schemas/other-views';

type Json = Readonly<Record<string, unknown>>;

const REF = '#/components/schemas/';

/** The API as an OpenAPI 3.1 document, made from the routes and from the schemas that read and describe what they carry. */
export function openApiDocument(routes: readonly Route[]): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    const path = route.url.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  paths['/mcp'] = { post: MCP };
  return {
    openapi: '3.1.0',
    info: {
      title: 'nightshift gateway',
      version: '1',
      description: 'Hands plans over, follows them, and decides about them. What the fields mean: docs/api.md.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: componentSchemas(),
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: '`Authorization: Bearer ns_…`' } },
    },
  };
}

/** It is no route of the table: what is asked stands in the body, and each tool needs a scope of its own. */
const MCP: Json = {
  operationId: 'postMcp',
  summary: 'MCP over streamable HTTP; the tools and their scopes: docs/hand-off.md',
  security: [{ token: [] }],
  parameters: [],
  requestBody: {
    required: true,
    content: { 'application/json': { schema: { type: 'object', description: 'A message of JSON-RPC 2.0' } } },
  },
  responses: {
    200: {
      description: 'The answer, or notifications and then the answer',
      content: { 'application/json': {}, 'text/event-stream': {} },
    },
    202: { description: 'A notification was taken' },
    default: { description: 'Refused', content: { 'application/json': { schema: schemaOf(refusal) } } },
  },
};

function operation(route: Route): Json {
  const { method, url, scope, summary, isIdempotent, hasVersion, query, body, bodyType, answers } = route;
  return {
    operationId: operationId(method, url),
    summary,
    security: scope === 'open' || scope === 'link' ? [] : [{ token: [scope] }],
    parameters: [
      ...[...url.matchAll(/:(\w+)/g)].map(([, name]) => {
        const field = PATH_FIELDS[name!]!;
        return { name, in: 'path', required: true, description: field.description, schema: plainSchema(field.schema) };
      }),
      ...Object.entries(query.shape).map(([name, schema]) => queryParameter(name, schema)),
      ...(isIdempotent === true
        ? [
            {
              name: 'Idempotency-Key',
              in: 'header',
              required: true,
              description: 'The same again when a hand-off is repeated, a new one for a new one',
              schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,200}$' },
            },
          ]
        : []),
      ...(hasVersion === true
        ? [
            {
              name: 'If-None-Match',
              in: 'header',
              required: false,
              description: 'ETags of answers that you have',
              schema: { type: 'string' },
            },
          ]
        : []),
    ],
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { [bodyType ?? 'application/json']: { schema: schemaOf(body) } } } }),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, shape]) => [status, response(status, shape, hasVersion)]),
      ),
      ...(hasVersion === true ? { 304: { description: 'You have it already', headers: ETAG } } : {}),
      default: { description: 'Refused', content: { 'application/json': { schema: schemaOf(refusal) } } },
    },
  };
}

const ETAG: Json = { ETag: { description: 'Names this answer', schema: { type: 'string' } } };

function response(status: string, shape: AnswerShape, hasVersion = false): Json {
  const description = DESCRIPTIONS[status] ?? 'Done';
  if (!(shape instanceof z.ZodType)) return { description, content: { [shape.contentType]: {} } };
  return {
    description,
    ...(hasVersion ? { headers: ETAG } : {}),
    content: { 'application/json': { schema: schemaOf(shape) } },
  };
}

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  404: 'There is no such link',
  409: 'Decided already, or not asked any more',
  410: 'The link has expired',
  503: 'Not ready',
};

function queryParameter(name: string, schema: z.core.$ZodType): Json {
  const isNeeded = !(schema instanceof z.ZodOptional || schema instanceof z.ZodDefault);
  const described = plainSchema(schema as z.ZodType);
  return {
    name,
    in: 'query',
    required: isNeeded,
    schema: described,
    ...(described['type'] === 'array' ? { style: 'form', explode: false } : {}),
  };
}

/** `getApiExecutionByIdStatus`. */
function operationId(method: string, url: string): string {
  const words = url.split(/[/.]/).filter((part) => part !== '');
  const named = words.map((part) => (part.startsWith(':') ? `By-${part.slice(1)}` : part)).join('-');
  return `${method.toLowerCase()}-${named}`.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** A reference where the schema has a name. */
function schemaOf(schema: z.ZodType): Json {
  const known = Object.entries(COMPONENTS).find(([, component]) => component === schema);
  if (known === undefined) throw new Error('A body or answer of the gateway has no name in schemas/components.ts');
  return { $ref: `${REF}${known[0]}` };
}

function componentSchemas(): Json {
  const registry = z.registry<{ readonly id: string }>();
  for (const [id, schema] of Object.entries(COMPONENTS)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { io: 'input', uri: (id) => `${REF}${id}` });
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, withoutHead(schema)]));
}

const plainSchema = (schema: z.ZodType): Json => withoutHead(z.toJSONSchema(schema, { io: 'input' }));

/** The document says once which dialect it is in. */
function withoutHead(schema: object): Json {
  const { $schema: _dialect, $id: _id, ...rest } = schema as Record<string, unknown>;
  return rest;
}
