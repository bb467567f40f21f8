/** Stands where the answer of an older tool call was, in a conversation that had become too long. */
export const FORGOTTEN_ANSWER = '[left out: the conversation was too long; call the tool again if it is needed]';

/** Of `count` tool answers, how many of the oldest to forget: half, rounded up, but never the newest. */
export function answersToForget(count: number): number {
  return count <= 1 ? 0 : Math.min(count - 1, Math.ceil(count / 2));
}
