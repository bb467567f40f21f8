import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json';
import type { ExecutionEvent } from './event';

/** The hash that precedes the first event of an execution. */
export const FIRST_HASH = '0'.repeat(64);

/** `sha256(previous hash ‖ canonical event)` in hex. Source: I13. */
export function hashEvent(previousHash: string, event: Omit<ExecutionEvent, 'hash'>): string {
  const { seq, at, actor, body } = event;
  return sha256(previousHash + canonicalJson({ seq, at, actor, body }));
}

/** SHA-256 of a text or bytes, in hex. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
