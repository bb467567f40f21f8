import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';

const ANSWERS: Readonly<Record<string, readonly [status: string, code: string, message: string]>> = {
  HPE_HEADER_OVERFLOW: [
    '431 Request Header Fields Too Large',
    'HEADERS_TOO_LARGE',
    'The headers are larger than 16 KiB',
  ],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'REQUEST_TIMEOUT', 'The request did not come in in time'],
};

/** Answers what is no HTTP request, comes too slowly or has too large headers, and closes the connection. */
export function answerClientError(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const known = ANSWERS[error.code ?? ''];
  const [status, code, message] = known ?? ['400 Bad Request', 'REQUEST_MALFORMED', 'This is no HTTP request'];
  const requestId = randomUUID();
  const body = JSON.stringify({ error: { code, message, hint: 'Send it again as plain HTTP/1.1', requestId } });
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nX-Request-Id: ${requestId}\r\nConnection: close\r\n\r\n${body}`,
  );
}
