import { counted } from '../../counted';
import type { Findings } from '../findings';
import { added, type MarkdownTask, type OpenTask } from './markdown-task';

/** Tasks marked as parallel that may start together; longer runs go in steps of this size, so that edges stay few. */
const LONGEST_RUN = 32;

/** Where a task stands among the others. */
export interface Placed {
  readonly section: number;
  readonly isParallel: boolean;
}

export interface OrderedTask extends MarkdownTask, Placed {}

type PlacedTask = OpenTask & Placed;

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
  tasks: readonly PlacedTask[],
  isWaitedOn: (no: number) => boolean,
  findings: Findings,
): void {
  let before: readonly number[] = [];
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
      `${counted(implied, 'task does not say what it waits on and follows', 'tasks do not say what they wait on and follow')} the order of the document; write (depends: …) or [P] to change that`,
    );
  }
}

/** Nothing is said: in order, parallel runs side by side. Returns what the next section waits on. */
function oneByOne(
  tasks: readonly PlacedTask[],
  from: number,
  to: number,
  before: readonly number[],
): readonly number[] {
  let last = from;
  for (let at = from; at < to; ) {
    let end = at + 1;
    if (tasks[at]!.isParallel) while (end < to && end - at < LONGEST_RUN && tasks[end]!.isParallel) end++;
    if (at === from) followAll(tasks, numbers(at, end), before);
    else for (let no = at; no < end; no++) followRun(tasks[no]!, last, at);
    last = at;
    at = end;
  }
  return numbers(last, to);
}

/** Follows the tasks from `first` up to `end`. */
function followRun(task: PlacedTask, first: number, end: number): void {
  for (let no = first; no < end; no++) task.follows = added(task.follows, no);
}

function numbers(from: number, to: number): readonly number[] {
  const all: number[] = [];
  for (let no = from; no < to; no++) all.push(no);
  return all;
}

/** Something is said: who says nothing waits on the section before. The next section waits on who nobody waits on. */
function afterSection(
  tasks: readonly PlacedTask[],
  from: number,
  to: number,
  before: readonly number[],
  isWaitedOn: (no: number) => boolean,
): readonly number[] {
  const silent: number[] = [];
  const ends: number[] = [];
  for (let no = from; no < to; no++) {
    if (tasks[no]!.dependsOn.length === 0) silent.push(no);
    if (!isWaitedOn(no)) ends.push(no);
  }
  followAll(tasks, silent, before);
  return ends.length > 0 ? ends : [to - 1];
}

/** Each of `nos` follows all of `before`; when those are many, the first does, and the others follow the first. */
function followAll(tasks: readonly PlacedTask[], nos: readonly number[], before: readonly number[]): void {
  if (nos.length === 0) return;
  follow(tasks[nos[0]!]!, before);
  const theirs = before.length > LONGEST_RUN ? [nos[0]!] : before;
  for (let at = 1; at < nos.length; at++) follow(tasks[nos[at]!]!, theirs);
}

function follow(task: PlacedTask, before: readonly number[]): void {
  if (before.length > 0) task.follows = task.follows.length === 0 ? before.slice() : [...task.follows, ...before];
}
