import { messageOf } from '../core/errors';

/** Why nobody answered, in the system's words: `fetch` itself only says "fetch failed" and keeps the reason as its cause. */
export function networkReason(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return 'no answer in time';
  const [first] = causesOf(error);
  const { message } = (first ?? {}) as { readonly message?: unknown };
  return typeof message === 'string' && message !== '' ? message : messageOf(error);
}

/** What the system was asked for before anything could be sent. */
const BEFORE_SENDING: ReadonlySet<unknown> = new Set(['getaddrinfo', 'connect']);
const NOT_CONNECTED: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** True when there is no such host, or nothing listens at any of its addresses: nothing was sent. */
export function isNobodyThere(error: unknown): boolean {
  const causes = causesOf(error) as readonly ({ readonly code?: unknown; readonly syscall?: unknown } | undefined)[];
  return (
    causes.length > 0 && causes.every((cause) => NOT_CONNECTED.has(cause?.code) || BEFORE_SENDING.has(cause?.syscall))
  );
}

/** One for each address of the host that was tried. */
function causesOf(error: unknown): readonly unknown[] {
  const { cause } = (error ?? {}) as { readonly cause?: { readonly errors?: unknown } };
  return Array.isArray(cause?.errors) ? cause.errors : [cause];
}
