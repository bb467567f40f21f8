import { counted } from '../../counted';
import type { Findings } from '../findings';
import { saysNothing } from '../text/read-references';
import { checkpointsBefore } from './after-checkpoints';
import { follow, followAll } from './follow-all';
import { type Beside, hearBeside } from './hear-beside';
import { added, type MarkdownTask, type OpenTask } from './markdown-task';

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
  /** Where a task stands, when that is not its own section. */
  readonly sectionOf?: (no: number) => number;
  /** How to write another order in this format. */
  readonly hint?: string;
}

/**
 * Gives tasks the order of the document:
 *
 * - one task after another; neighbours marked `[P]` run side by side;
 * - a task that says what it waits on waits for that instead of its neighbours; the next one that says nothing waits for it
 *   and for all that stands above;
 * - a section waits on the section before it, whatever its tasks say; only a task that says that it waits on nothing does not;
 * - a task that says what it waits on waits for the checkpoint before it, too;
 * - a task that says that it may run beside others stands where the first of them does, and what comes behind waits for it as well.
 *
 * `isFree` tells of a task whose empty field says that it waits on nothing: where another task of its section says something,
 * it waits on nothing of it. What another edge says already is not told apart here (`dependency-lists.ts`). Cost: linear, for groups
 * that are too large to wait for each other one by one have a join (`follow-all.ts`).
 *
 * Source: plan files as people write them: order counts unless something else is said, and groups follow each other.
 */
export function orderByDocument(
  tasks: readonly PlacedTask[],
  findings: Findings,
  {
    isFree = () => false,
    sectionOf = (no) => tasks[no]!.section,
    hint = 'write (depends: …) or [P] to change that',
  }: OrderOptions = {},
): void {
  const isWritten = (no: number): boolean => tasks[no]!.dependsOn.length > 0;
  const beside = hearBeside(tasks, findings);
  const places = new Map<number, readonly number[]>();
  let before: readonly number[] = [];
  for (let from = 0; from < tasks.length; ) {
    let to = from;
    let written = 0;
    while (to < tasks.length && sectionOf(to) === sectionOf(from)) if (isWritten(to++)) written++;
    before =
      written > 0 || beside.size > 0
        ? amongWritten({ tasks, from, to, before, isWritten, isFree, beside, places })
        : oneByOne(tasks, from, to, before);
    from = to;
  }
  noteOrder(tasks, isWritten, hint, findings);
  const saysSo = (no: number): boolean => isWritten(no) && !isFree(no);
  for (const [no, checkpoint] of checkpointsBefore(tasks, saysSo, findings)) follow(tasks[no]!, [checkpoint]);
}

function noteOrder(
  tasks: readonly PlacedTask[],
  isWritten: (no: number) => boolean,
  hint: string,
  findings: Findings,
): void {
  const [first] = tasks;
  let implied = 0;
  let held: PlacedTask | undefined;
  for (let no = 0; no < tasks.length; no++) {
    const task = tasks[no]!;
    if (task.follows.length === 0) continue;
    if (isWritten(no)) held ??= task;
    else implied++;
  }
  if (implied > 0 && first !== undefined) {
    const beside = held === undefined ? '' : '; those that say it wait for the phases before theirs as well';
    findings.note(
      'NOTE_DOCUMENT_ORDER',
      first.where,
      `${counted(implied, 'task does not say what it waits on and follows', 'tasks do not say what they wait on and follow')} the order of the document${beside}; ${hint}`,
    );
  } else if (held !== undefined) {
    const message = 'Tasks wait for the phases before theirs, beside what they say';
    findings.note('NOTE_DOCUMENT_ORDER', held.where, message);
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
    if (tasks[at]!.isParallel) while (end < to && tasks[end]!.isParallel) end++;
    if (at === from) followAll(tasks, numbers(at, end), before);
    else if (end - last === 2) tasks[at]!.follows = added(tasks[at]!.follows, last);
    else followAll(tasks, numbers(at, end), numbers(last, at));
    last = at;
    at = end;
  }
  return numbers(last, to);
}

function numbers(from: number, to: number): readonly number[] {
  if (to === from + 1) return [from];
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
  readonly isWritten: (no: number) => boolean;
  readonly isFree: (no: number) => boolean;
  readonly beside: Beside;
  /** By number, where any task may run beside another: what a task would follow that says nothing and stands there. */
  readonly places: Map<number, readonly number[]>;
}

/** Some say what they wait on. Returns what the next section waits on. */
function amongWritten(section: WrittenSection): readonly number[] {
  const { tasks, from, to, before, isWritten, isFree, beside, places } = section;
  const saysSo = (no: number): boolean => isWritten(no) || isFree(no) || beside.has(no);
  const isApart = (no: number): boolean => beside.has(no) || (isWritten(no) && waitsOnNothing(tasks[no]!));
  if (before.length > 0)
    followAll(
      tasks,
      numbers(from, to).filter((no) => saysSo(no) && !isApart(no)),
      before,
    );
  // What the next task that says nothing waits on: the last such ones, and what was written since.
  let above: readonly number[] = [];
  let since: number[] = [];
  const aboveHere = (): readonly number[] => [
    ...(above.length === 0 && since.every(isApart) ? before : above),
    ...since,
  ];
  for (let at = from; at < to; at++) {
    if (saysSo(at)) {
      if (beside.size > 0) places.set(at, aboveHere());
      // Beside others it stands where the first of them does.
      const first = beside.get(at)?.reduce((least, no) => Math.min(least, no));
      if (first !== undefined) followAll(tasks, [at], places.get(first) ?? before);
      since.push(at);
      continue;
    }
    let end = at + 1;
    if (tasks[at]!.isParallel) while (end < to && tasks[end]!.isParallel && !saysSo(end)) end++;
    const run = numbers(at, end);
    const follows = aboveHere();
    if (beside.size > 0) for (const no of run) places.set(no, follows);
    followAll(tasks, run, follows);
    above = run;
    since = [];
    at = end - 1;
  }
  const isOver = above.length > 0 || !since.every(isApart);
  return [...(isOver ? above : before), ...since];
}

/** `depends: none`. */
const waitsOnNothing = ({ dependsOn }: PlacedTask): boolean =>
  dependsOn.every(({ expression }) => expression !== '' && saysNothing(expression));
