import type { Execution } from './execution';

/** The token of a task's next assignment: above its last one, and above all that somebody may know from before a restore. */
export function nextToken({ tokenFloor = 0 }: Pick<Execution, 'tokenFloor'>, token: number): number {
  return Math.max(token, tokenFloor) + 1;
}
