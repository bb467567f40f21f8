import type { OpenTask } from './markdown-task';

/** Tasks that each of many follows by itself, however many these are. */
const MOST_BEFORE = 32;

/** Edges between two groups when each task of the one follows each of the other. */
const MOST_EDGES = 4096;

type Follower = Pick<OpenTask, 'follows' | 'status'>;

/**
 * Whether one of the `waiting` should follow all that stand `before`, and the others that one, so that edges stay linear in
 * tasks. It costs time: the others wait for that one, too.
 */
export function needsJoin(before: number, waiting: number): boolean {
  return before > MOST_BEFORE && before * waiting > MOST_EDGES;
}

/**
 * Each of `nos` follows all of `before`. When those are too many ({@link needsJoin}), one of `nos` does, and the others follow that one: a join, so
 * that edges stay few. It is the first that is not done, for one that is done holds up nobody.
 */
export function followAll(tasks: readonly Follower[], nos: readonly number[], before: readonly number[]): void {
  if (nos.length === 0 || before.length === 0) return;
  const join = needsJoin(before.length, nos.length) ? (nos.find((no) => isOpen(tasks[no]!)) ?? nos[0]!) : undefined;
  const theirs = join === undefined ? before : [join];
  for (const no of nos) follow(tasks[no]!, no === join ? before : theirs);
}

export function follow(task: Follower, before: readonly number[]): void {
  if (before.length > 0) task.follows = task.follows.length === 0 ? before.slice() : [...task.follows, ...before];
}

function isOpen({ status }: Follower): boolean {
  return status !== 'completed' && status !== 'skipped';
}
