import { createHash } from 'node:crypto';

/** Namespace of patterns: a random UUID, fixed for ever. */
const NAMESPACE = Buffer.from('6f1d4c0e8b7a4e5c9d2f3a1b0c9e8d7f', 'hex');

/**
 * The id of what one attempt taught: a UUID v5 of execution, task and token, so that storing twice leaves one.
 * Also fit as a point id of Qdrant, which takes nothing but UUIDs and numbers.
 */
export function patternIdOf(executionId: string, taskId: string, token: number): string {
  const hash = createHash('sha1').update(NAMESPACE).update(`${executionId}/${taskId}/${token}`).digest();
  hash[6] = (hash[6]! & 0x0f) | 0x50;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = hash.toString('hex', 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
