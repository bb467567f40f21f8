import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** Of all headers and the address together. */
export const MAX_HEADER_BYTES = 16 * 1024;

interface PlainAnswer {
  readonly status: string;
  readonly code: string;
  readonly message: string;
  readonly limit?: number;
  readonly hint: string;
}

const MALFORMED: PlainAnswer = {
  status: '400 Bad Request',
  code: 'REQUEST_MALFORMED',
  message: 'This is no HTTP request',
  hint: 'Send it again as plain HTTP/1.1',
};

const ANSWERS: Readonly<Record<string, PlainAnswer>> = {
  HPE_HEADER_OVERFLOW: {
    status: '431 Request Header Fields Too Large',
    code: 'HEADERS_TOO_LARGE',
    message: `The headers are larger than the ${MAX_HEADER_BYTES} bytes that are allowed`,
    limit: MAX_HEADER_BYTES,
    hint: 'Send fewer or shorter ones',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: '408 Request Timeout',
    code: 'REQUEST_TIMEOUT',
    message: 'The request did not come in in time',
    hint: 'Send it again, all at once',
  },
};

const NO_TUNNEL: PlainAnswer = {
  status: '405 Method Not Allowed',
  code: 'METHOD_NOT_ALLOWED',
  message: 'The gateway is no proxy',
  hint: 'See docs/api.md for what there is',
};

/** Answers what is no HTTP request, comes too slowly or has too large headers, and closes the connection. */
export function answerClientError(error: Error & { readonly code?: string }, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  answerPlainly(socket, ANSWERS[error.code ?? ''] ?? MALFORMED);
}

/** What Node would answer without a body, or not at all: an `Expect` that it does not know goes the way of every request, `CONNECT` is refused. */
export function answerAllOurselves(server: Server): void {
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  server.on('connect', (_request, socket: Duplex) => answerPlainly(socket, NO_TUNNEL));
}

function answerPlainly(socket: Duplex, { status, ...said }: PlainAnswer): void {
  const requestId = randomUUID();
  const body = JSON.stringify({ error: { ...said, requestId } });
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nX-Request-Id: ${requestId}\r\nConnection: close\r\n\r\n${body}`,
  );
}
