import {
  createServer,
  request as httpRequest,
  type IncomingHttpHeaders,
  type RequestOptions,
  type Server,
} from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { ListenOptions } from 'node:net';
import type { Egress } from '../../ports/sandbox';

/** Headers of one connection only (RFC 9110 §7.6.1); they are not passed on. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'host',
]);

/** Where a client puts a key. When the way out sets one of these, what came from inside in any of them is dropped. */
const CREDENTIALS = ['authorization', 'x-api-key', 'api-key', 'x-goog-api-key'];

export interface EgressServer {
  /** Resolves once the socket is closed and every request through it has been cut. */
  close(): Promise<void>;
}

/**
 * Listens at `at` and forwards the HTTP requests that `egress.allow` names to `egress.target` with `egress.headers` set;
 * streams both ways. The key opens all of a service's API, so what is not named is answered with 403 and goes nowhere.
 * No other host can be reached: the request's path is taken, its host never is, tunnels are refused, redirects are
 * handed back unfollowed.
 */
export async function openEgressServer(egress: Omit<Egress, 'port'>, at: ListenOptions): Promise<EgressServer> {
  const target = new URL(egress.target);
  const send = target.protocol === 'https:' ? httpsRequest : httpRequest;
  const server = createServer({ requestTimeout: 0, headersTimeout: 30_000 }, (incoming, outgoing) => {
    const path = incoming.url ?? '/';
    if (!path.startsWith('/')) {
      outgoing
        .writeHead(400, { 'content-type': 'text/plain' })
        .end('Only paths of the one host that can be reached.\n');
      return;
    }
    if (!isAllowed(egress, incoming.method ?? '', path)) {
      const message = `${incoming.method} ${path.split('?')[0]} is not among what may be asked from inside the sandbox`;
      outgoing.writeHead(403, { 'content-type': 'application/json', connection: 'close' });
      outgoing.end(JSON.stringify({ error: { type: 'permission_error', code: 'EGRESS_FORBIDDEN', message } }));
      return;
    }
    const options: RequestOptions = {
      hostname: target.hostname.replace(/^\[|\]$/g, ''),
      port: target.port,
      method: incoming.method,
      path,
      headers: { ...forwarded(incoming.headers, egress.headers), host: target.host },
    };
    const upstream = send(options, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, withoutHopByHop(answer.headers));
      outgoing.flushHeaders();
      answer.on('error', () => outgoing.destroy());
      answer.pipe(outgoing);
    });
    upstream.on('error', (error: NodeJS.ErrnoException) => {
      if (outgoing.headersSent) return void outgoing.destroy();
      outgoing.writeHead(502, { 'content-type': 'application/json' });
      outgoing.end(
        JSON.stringify({
          error: { code: 'EGRESS_FAILED', message: `${target.host} did not answer (${error.code ?? 'error'})` },
        }),
      );
    });
    outgoing.on('close', () => upstream.destroy());
    incoming.on('error', () => upstream.destroy());
    incoming.pipe(upstream);
  });
  server.on('connect', (_request, socket) => socket.end('HTTP/1.1 405 Method Not Allowed\r\n\r\n'));
  server.on('upgrade', (_request, socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  server.on('clientError', (_error, socket) => socket.destroy());
  await listening(server, at);
  return { close: () => closed(server) };
}

/** No path is decoded or resolved: what is written in another way is not allowed. */
function isAllowed(egress: Omit<Egress, 'port'>, method: string, url: string): boolean {
  const prefix = new URL(egress.target).pathname.replace(/\/$/, '');
  const [path] = url.split('?');
  return egress.allow.some((route) => route.method === method && `${prefix}${route.path}` === path);
}

function listening(server: Server, at: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(at, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function forwarded(incoming: IncomingHttpHeaders, set: Readonly<Record<string, string>>): IncomingHttpHeaders {
  const own = Object.fromEntries(Object.entries(set).map(([name, value]) => [name.toLowerCase(), value]));
  const kept = withoutHopByHop(incoming);
  if (CREDENTIALS.some((name) => name in own)) for (const name of CREDENTIALS) delete kept[name];
  return { ...kept, ...own };
}

function withoutHopByHop(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase());
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name) && !named.includes(name)));
}
