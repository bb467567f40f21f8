import { messageOf } from '../core/errors';

/** Why nobody answered, in the system's words: `fetch` itself only says "fetch failed" and keeps the reason as its cause. */
export function networkReason(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return 'no answer in time';
  const [first] = causesOf(error);
  const { message } = (first ?? {}) as { readonly message?: unknown };
  return typeof message === 'string' && message !== '' ? message : messageOf(error);
}

/** True when nothing listens at any of the addresses: nothing was sent. */
export function isNobodyThere(error: unknown): boolean {
  const causes = causesOf(error) as readonly { readonly code?: unknown }[];
  return causes.length > 0 && causes.every((cause) => cause?.code === 'ECONNREFUSED');
}

/** One for each address of the host that was tried. */
function causesOf(error: unknown): readonly unknown[] {
  const { cause } = (error ?? {}) as { readonly cause?: { readonly errors?: unknown } };
  return Array.isArray(cause?.errors) ? cause.errors : [cause];
}
