import { counted } from '../../counted';
import type { Findings } from '../findings';
import { checkpointsBefore } from './after-checkpoints';
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

export interface OrderOptions {
  /** Whether a task that waits on nothing says so itself. */
  readonly isFree?: (no: number) => boolean;
  /** How to write another order in this format. */
  readonly hint?: string;
}

/**
 * Gives tasks the order of the document, where they do not say what they wait on:
 *
 * - one task after another; neighbours marked `[P]` run side by side;
 * - a task that says what it waits on waits for that only; the next one that says nothing waits for both it and those before;
 * - where at least half of the tasks of a section say what they wait on or are waited on, what is written is a graph: those
 *   that others wait on, and that say nothing themselves, begin with the section. They are noted;
 * - a section waits on the section before it;
 * - a task that says what it waits on waits for the checkpoint before it, too.
 *
 * `isWaitedOn` tells of a task's number whether another one says that it waits on it. `isFree` tells of one whose empty field
 * says that it waits on nothing: where another task of its section says something, it waits on nothing of it. Cost: linear, at
 * most about twice {@link LONGEST_RUN} edges for a task.
 *
 * Source: plan files as people write them: order counts unless something else is said.
 */
export function orderByDocument(
  tasks: readonly PlacedTask[],
  isWaitedOn: (no: number) => boolean,
  findings: Findings,
  { isFree = () => false, hint = 'write (depends: …) or [P] to change that' }: OrderOptions = {},
): void {
  let before: readonly number[] = [];
  let implied = 0;
  for (let from = 0; from < tasks.length; ) {
    let to = from;
    let written = 0;
    while (to < tasks.length && tasks[to]!.section === tasks[from]!.section)
      if (tasks[to++]!.dependsOn.length > 0) written++;
    const section = { tasks, from, to, before, isWaitedOn, isFree };
    before = written > 0 ? amongWritten(section, findings) : oneByOne(tasks, from, to, before);
    from = to;
  }
  for (const task of tasks) implied += task.follows.length > 0 ? 1 : 0;
  const [first] = tasks;
  if (implied > 0 && first !== undefined) {
    findings.note(
      'NOTE_DOCUMENT_ORDER',
      first.where,
      `${counted(implied, 'task does not say what it waits on and follows', 'tasks do not say what they wait on and follow')} the order of the document; ${hint}`,
    );
  }
  const saysSo = (no: number): boolean => tasks[no]!.dependsOn.length > 0 && !isFree(no);
  for (const [no, checkpoint] of checkpointsBefore(tasks, saysSo, findings)) follow(tasks[no]!, [checkpoint]);
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

interface WrittenSection {
  readonly tasks: readonly PlacedTask[];
  readonly from: number;
  readonly to: number;
  /** What the section waits on. */
  readonly before: readonly number[];
  readonly isWaitedOn: (no: number) => boolean;
  readonly isFree: (no: number) => boolean;
}

/** Some say what they wait on. Returns what the next section waits on: those that nothing of this one waits on. */
function amongWritten(
  { tasks, from, to, before, isWaitedOn, isFree }: WrittenSection,
  findings: Findings,
): readonly number[] {
  const isWritten = (no: number): boolean => tasks[no]!.dependsOn.length > 0;
  let inGraph = 0;
  for (let no = from; no < to; no++) if (isWritten(no) || isWaitedOn(no)) inGraph++;
  const isGraph = inGraph * 2 >= to - from;
  const free: number[] = [];
  const guessed: number[] = [];
  for (let no = from; no < to; no++) {
    if (isWritten(no)) continue;
    const saysSo = isFree(no);
    if (saysSo || (isGraph && isWaitedOn(no))) free.push(no);
    if (!saysSo && isGraph && isWaitedOn(no)) guessed.push(no);
  }
  const starts = new Set(free);
  followAll(tasks, free, before);
  noteFree(tasks, guessed, from, findings);
  // What the next task that says nothing waits on: the last such ones, and what was written since.
  let steps: readonly number[] = [];
  let since: number[] = [];
  for (let at = from; at < to; at++) {
    if (isWritten(at) || starts.has(at)) {
      since.push(at);
      continue;
    }
    let end = at + 1;
    if (tasks[at]!.isParallel)
      while (end < to && end - at < LONGEST_RUN && tasks[end]!.isParallel && !isWritten(end) && !starts.has(end)) end++;
    const run = numbers(at, end);
    if (steps.length === 0 && !since.some((no) => starts.has(no))) followAll(tasks, run, before);
    const ends = since.length === 0 ? since : unawaited(since, isWaitedOn).slice(-LONGEST_RUN);
    for (const no of run) {
      follow(tasks[no]!, steps);
      follow(tasks[no]!, ends);
    }
    steps = run;
    if (since.length > 0) since = [];
    at = end - 1;
  }
  return [...steps, ...unawaited(since, isWaitedOn)];
}

/** Those of them that nobody waits on; the last one where somebody waits on each. */
function unawaited(nos: readonly number[], isWaitedOn: (no: number) => boolean): readonly number[] {
  const ends = nos.filter((no) => !isWaitedOn(no));
  return ends.length > 0 ? ends : nos.slice(-1);
}

/** The first of a section begins with it anyway, and `[P]` says so. */
function noteFree(tasks: readonly PlacedTask[], free: readonly number[], from: number, findings: Findings): void {
  const early = free.filter((no) => no > from && !tasks[no]!.isParallel);
  if (early.length === 0) return;
  const { where } = tasks[early[0]!]!;
  findings.note(
    'NOTE_WRITTEN_ORDER',
    where,
    `${early.length === 1 ? 'This task says' : `${early.length} tasks say`} not what to wait on, and others wait on ${early.length === 1 ? 'it' : 'them'}: what stands above is not waited for; write (depends: …), or [P] when that is meant`,
    early.map((no) => tasks[no]!.where.line),
  );
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
