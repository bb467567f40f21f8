import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { z } from 'zod/v4';
import type { Scope } from '../../core/handoff/scopes';
import type { Caller } from './doorkeeper';
import { readBody } from './read-body';
import { readQuery } from './read-query';

/** A request after the door: who asks is known, nothing is read yet. */
export interface RawRequest {
  /** Checked: each can be a name of what it stands for. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers: IncomingHttpHeaders;
  /** The parsed JSON; undefined where there is none. */
  readonly body: unknown;
  /** The body's bytes; empty where there is none. */
  readonly raw: Uint8Array;
  /** Nobody's where the route is open. */
  readonly caller: Caller;
  /** For what needs a further scope than the route's. @throws {RequestError} `SCOPE_MISSING`. */
  readonly demand: (scope: Scope) => Promise<void>;
}

/** A request as the route's schemas say. */
export interface RouteRequest<Query, Body> extends Omit<RawRequest, 'query' | 'body'> {
  readonly query: Query;
  readonly body: Body;
}

/** An answer, or a stream that writes by itself. */
export type RouteAnswer =
  | {
      readonly type: 'json';
      readonly httpStatus: number;
      readonly body: unknown;
      /** What tells this answer from another one: who has it already is answered 304. */
      readonly version?: unknown;
    }
  | {
      readonly type: 'bytes';
      /** 200 unless given. */
      readonly httpStatus?: number;
      readonly contentType: string;
      readonly bytes: string | Uint8Array;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | {
      readonly type: 'stream';
      /** `lookAgain` refuses once whoever asked may no longer. */
      readonly start: (response: ServerResponse, requestId: string, lookAgain: () => Promise<void>) => void;
    };

/** What an answer holds: JSON of a schema, or something else of a content type. */
export type AnswerShape = z.ZodType | { readonly contentType: string };

/** One thing that may be asked of the gateway. The server and the OpenAPI document are made from the same of these. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  /** `open`: no token is needed; health only. `link`: the address itself is the right. */
  readonly scope: Scope | 'open' | 'link';
  /** One line, for people. */
  readonly summary: string;
  /** The answer has an ETag, and is 304 for who has it already. */
  readonly hasVersion?: boolean;
  /** Header `Idempotency-Key` is needed. */
  readonly isIdempotent?: boolean;
  readonly query: z.ZodObject;
  readonly body?: z.ZodType;
  /** JSON unless given. */
  readonly bodyType?: 'application/x-www-form-urlencoded';
  /** By HTTP status; errors have one form, and are not listed, unless they are pages. */
  readonly answers: Readonly<Record<number, AnswerShape>>;
  readonly answer: (request: RawRequest) => Promise<RouteAnswer>;
}

/** Of routes that take none. */
export const NO_QUERY = z.strictObject({});

type Sent<Schema extends z.ZodType | undefined> = Schema extends z.ZodType ? z.output<Schema> : undefined;

/** A route of which the answer is made from what its schemas let through: path first, then query, then body. */
export function route<Query extends z.ZodObject = typeof NO_QUERY, Body extends z.ZodType | undefined = undefined>(
  spec: Omit<Route, 'query' | 'body' | 'answer'> & {
    readonly query?: Query;
    readonly body?: Body;
    readonly answer: (request: RouteRequest<z.output<Query>, Sent<Body>>) => Promise<RouteAnswer>;
  },
): Route {
  const query = spec.query ?? NO_QUERY;
  return {
    ...spec,
    query,
    answer: async (request) =>
      spec.answer({
        ...request,
        query: readQuery(query, request.query) as z.output<Query>,
        body: (spec.body === undefined ? undefined : readBody(spec.body, request.body)) as Sent<Body>,
      }),
  } as Route;
}

export const ok = (body: unknown, version?: unknown): RouteAnswer => ({
  type: 'json',
  httpStatus: 200,
  body,
  ...(version === undefined ? {} : { version }),
});
