import { needsJoin } from '../../drafting/follow-all';
import { append } from '../../text/append';

/** The tasks of a phase in document order, as numbers. */
export interface PhaseTasks {
  /** The number of the user story that the phase is about. */
  readonly story?: string;
  readonly tasks: readonly number[];
}

export interface OrderFacts {
  readonly isParallel: (task: number) => boolean;
  /** The task says itself what it waits on. */
  readonly saysSo: (task: number) => boolean;
  /** The document says that user stories wait on the phases before them only. */
  readonly areStoriesApart: boolean;
  /** Stories that a story waits on all the same. */
  readonly storiesBefore: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * What each task follows by the order of the document: the task before it in its phase, or the run of `[P]` tasks before
 * it; the first ones follow the phase before. User stories follow the last phase that is none, where the document says so.
 * A task that says what it waits on follows the phase before alone; the next one that does not follows it and what stands
 * above it.
 *
 * Cost: linear, for large runs have a join.
 */
export function orderPhases(phases: readonly PhaseTasks[], facts: OrderFacts): ReadonlyMap<number, readonly number[]> {
  const follows = new Map<number, number[]>();
  const endOfStory = new Map<string, readonly number[]>();
  let shared: readonly number[] = [];
  let stories: number[] = [];
  for (const { story, tasks } of phases) {
    if (tasks.length === 0) continue;
    if (story === undefined || !facts.areStoriesApart) {
      const before = stories.length > 0 ? stories : shared;
      shared = inPhase(tasks, before, facts, follows);
      stories = [];
      continue;
    }
    const others = [...(facts.storiesBefore.get(story) ?? [])].flatMap((other) => endOfStory.get(other) ?? []);
    const end = inPhase(tasks, others.length > 0 ? others : shared, facts, follows);
    endOfStory.set(story, end);
    append(stories, end);
  }
  return follows;
}

/** Gives what the next phase follows. */
function inPhase(
  tasks: readonly number[],
  before: readonly number[],
  { isParallel, saysSo }: OrderFacts,
  follows: Map<number, number[]>,
): readonly number[] {
  followAll(tasks.filter(saysSo), before, follows);
  /** The last run in which a task says nothing, and what stands since. */
  let above: readonly number[] = before;
  let since: number[] = [];
  for (let at = 0; at < tasks.length; ) {
    let end = at + 1;
    if (isParallel(tasks[at]!)) while (end < tasks.length && isParallel(tasks[end]!)) end++;
    const run = tasks.slice(at, end);
    const waiting = run.filter((task) => !saysSo(task));
    if (waiting.length === 0) append(since, run);
    else {
      followAll(waiting, [...above, ...since], follows);
      above = run;
      since = [];
    }
    at = end;
  }
  return [...above, ...since];
}

/** Each follows all of `before`; when those are too many, the first does, and the others follow the first. */
function followAll(tasks: readonly number[], before: readonly number[], follows: Map<number, number[]>): void {
  const on = [...new Set(before)];
  const [first, ...others] = tasks;
  if (first === undefined) return;
  follows.set(first, on);
  const theirs = needsJoin(on.length, tasks.length) ? [first] : on;
  for (const other of others) follows.set(other, theirs);
}
