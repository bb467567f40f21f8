import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json';
import type { EventBody, ExecutionEvent } from './event';
import type { Execution } from './execution';

/** The hash that precedes the first event of an execution. */
export const FIRST_HASH = '0'.repeat(64);

/** `sha256(previous hash ‖ canonical event)` in hex. Source: I13. */
export function hashEvent(previousHash: string, event: Omit<ExecutionEvent, 'hash'>): string {
  const { seq, at, actor, body } = event;
  return sha256(previousHash + canonicalJson({ seq, at, actor, body }));
}

/** Numbers, dates and chains `bodies` onto what the execution has already. */
export function chainEvents(
  execution: Pick<Execution, 'lastSeq' | 'lastHash'>,
  bodies: readonly EventBody[],
  at: string,
  actor: string,
): readonly ExecutionEvent[] {
  let { lastSeq: seq, lastHash: hash } = execution;
  return bodies.map((body) => {
    seq += 1;
    hash = hashEvent(hash, { seq, at, actor, body });
    return { seq, at, actor, body, hash };
  });
}

/** SHA-256 of a text or bytes, in hex. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
