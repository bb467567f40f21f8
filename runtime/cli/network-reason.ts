import { messageOf } from '../core/errors';

/** Why nobody answered, in the system's words: `fetch` itself only says "fetch failed" and keeps the reason as its cause. */
export function networkReason(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return 'no answer in time';
  const cause = error instanceof Error ? error.cause : undefined;
  const [first] = cause instanceof AggregateError ? (cause.errors as readonly unknown[]) : [cause];
  return first instanceof Error && first.message !== '' ? first.message : messageOf(error);
}
