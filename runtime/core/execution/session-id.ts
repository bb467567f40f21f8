import type { ExecutionId, TaskId } from '../ids';
import { sha256 } from './hash-event';

/** A UUID that is the same for every attempt of a task, so that an agent can resume its own session. */
export function sessionId(execution: ExecutionId, task: TaskId): string {
  return uuidOf(`${execution}/${task}/session`);
}

/** A UUID made from a name: version 8, the custom one. Equal names give equal ids. */
export function uuidOf(name: string): string {
  const hex = sha256(name);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
