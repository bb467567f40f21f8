import { sha256 } from '../execution/hash-event';
import type { Handoff } from './handoff-body';

/**
 * The idempotency key of a hand-off: the same plan for the same project in the same conversation is the same hand-off.
 *
 * @param round - Tells one run from another of the same plan; empty for the first.
 */
export function handoffKey(handoff: Pick<Handoff, 'text' | 'project' | 'conversationId'>, round = ''): string {
  return sha256(JSON.stringify([handoff.text, handoff.project ?? '', handoff.conversationId ?? '', round]));
}
