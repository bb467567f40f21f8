import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { Caller } from './doorkeeper';
import type { Query } from './query';

/** What may be asked of the gateway. */
export type Scope = 'plan:submit' | 'plan:read' | 'plan:control' | 'research' | 'admin';

export interface RouteRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly headers: IncomingHttpHeaders;
  /** The parsed body; undefined where there is none. */
  readonly body: unknown;
  /** The body's bytes; empty where there is none. */
  readonly raw: Uint8Array;
  /** Absent only where the route is open. */
  readonly caller: Caller;
}

/** An answer, or a stream that writes by itself. */
export type RouteAnswer =
  | { readonly type: 'json'; readonly httpStatus: number; readonly body: unknown }
  | { readonly type: 'stream'; readonly start: (response: ServerResponse) => void };

export interface Route {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  /** `open`: no token needed; health only. */
  readonly scope: Scope | 'open';
  readonly answer: (request: RouteRequest) => Promise<RouteAnswer>;
}
