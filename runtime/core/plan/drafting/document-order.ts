import type { Findings } from '../findings';
import type { MarkdownTask } from './markdown-task';

/** Tasks marked as parallel that may start together; longer runs go in steps of this size, so that edges stay few. */
const LONGEST_RUN = 32;

export interface OrderedTask extends MarkdownTask {
  readonly section: number;
  readonly isParallel: boolean;
}

/**
 * Gives tasks the order of the document, where they do not say what they wait on:
 *
 * - a section in which no task says so runs one task after another; neighbours marked `[P]` run side by side;
 * - in a section where at least one task says what it waits on, the others wait only on the section before;
 * - a section waits on the section before it.
 *
 * `isWaitedOn` tells of a task's number whether another one says that it waits on it. Cost: linear, at most
 * {@link LONGEST_RUN} edges for a task.
 *
 * Source: plan files as people write them.
 */
export function orderByDocument(
  tasks: readonly OrderedTask[],
  isWaitedOn: (no: number) => boolean,
  findings: Findings,
): void {
  let before: number[] = [];
  let implied = 0;
  for (let from = 0; from < tasks.length; ) {
    let to = from;
    while (to < tasks.length && tasks[to]!.section === tasks[from]!.section) to++;
    let saysSo = false;
    for (let at = from; at < to && !saysSo; at++) saysSo = tasks[at]!.dependsOn.length > 0;
    before = saysSo ? afterSection(tasks, from, to, before, isWaitedOn) : oneByOne(tasks, from, to, before);
    from = to;
  }
  for (const task of tasks) implied += task.follows.length > 0 ? 1 : 0;
  const [first] = tasks;
  if (implied > 0 && first !== undefined) {
    findings.note(
      'NOTE_DOCUMENT_ORDER',
      first.where,
      `${implied} tasks do not say what they wait on and follow the order of the document; write (depends: …) or [P] to change that`,
    );
  }
}

/** Nothing is said: in order, parallel runs side by side. Returns what the next section waits on. */
function oneByOne(tasks: readonly OrderedTask[], from: number, to: number, before: readonly number[]): number[] {
  let last: readonly number[] = before;
  for (let at = from; at < to; ) {
    let end = at + 1;
    if (!tasks[at]!.isParallel && last.length === 1) {
      follow(tasks[at]!, last[0]!);
      last = [at];
      at = end;
      continue;
    }
    if (tasks[at]!.isParallel) while (end < to && end - at < LONGEST_RUN && tasks[end]!.isParallel) end++;
    const run = numbers(at, end);
    followAll(tasks, run, last);
    last = run;
    at = end;
  }
  return [...last];
}

/** Something is said: who says nothing waits on the section before. The next section waits on who nobody waits on. */
function afterSection(
  tasks: readonly OrderedTask[],
  from: number,
  to: number,
  before: readonly number[],
  isWaitedOn: (no: number) => boolean,
): number[] {
  const section = numbers(from, to);
  followAll(
    tasks,
    section.filter((no) => tasks[no]!.dependsOn.length === 0),
    before,
  );
  const ends = section.filter((no) => !isWaitedOn(no));
  return ends.length > 0 ? ends : section.slice(-1);
}

/** Each of `nos` follows all of `before`; when those are many, the first does, and the others follow the first. */
function followAll(tasks: readonly OrderedTask[], nos: readonly number[], before: readonly number[]): void {
  const [first, ...others] = nos;
  if (first === undefined) return;
  for (const no of before) follow(tasks[first]!, no);
  const theirs = before.length > LONGEST_RUN ? [first] : before;
  for (const no of others) for (const other of theirs) follow(tasks[no]!, other);
}

/** A list of one stays as small as that: there may be a million of them. */
function follow(task: OrderedTask, no: number): void {
  if (task.follows.length === 0) task.follows = [no];
  else task.follows.push(no);
}

function numbers(from: number, to: number): number[] {
  const all: number[] = [];
  for (let no = from; no < to; no++) all.push(no);
  return all;
}
