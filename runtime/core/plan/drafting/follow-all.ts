import type { OpenTask } from './markdown-task';

/** Tasks that each of many follows by itself. */
const MOST = 32;

type Follower = Pick<OpenTask, 'follows' | 'status'>;

/**
 * Each of `nos` follows all of `before`. When those are many, one of `nos` does, and the others follow that one: a join, so
 * that edges stay few. It is the first that is not done, for one that is done holds up nobody.
 */
export function followAll(tasks: readonly Follower[], nos: readonly number[], before: readonly number[]): void {
  if (nos.length === 0 || before.length === 0) return;
  const join = before.length > MOST ? (nos.find((no) => isOpen(tasks[no]!)) ?? nos[0]!) : undefined;
  const theirs = join === undefined ? before : [join];
  for (const no of nos) follow(tasks[no]!, no === join ? before : theirs);
}

export function follow(task: Follower, before: readonly number[]): void {
  if (before.length > 0) task.follows = task.follows.length === 0 ? before.slice() : [...task.follows, ...before];
}

function isOpen({ status }: Follower): boolean {
  return status !== 'completed' && status !== 'skipped';
}
