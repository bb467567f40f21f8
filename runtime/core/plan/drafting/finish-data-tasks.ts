import type { DraftTask } from '../draft';
import type { Findings } from '../findings';
import { append } from '../text/append';
import type { DataTask } from './data-task';
import { orderByDocument } from './document-order';
import { finishMarkdownTask } from './markdown-task';
import { nameListed } from './name-tasks';
import { forgetUnresolved } from './read-known-references';

/** How a list says what a task waits on. */
const HINT = 'give them a field "dependencies", empty where a task waits on nothing, to change that';

interface Finish {
  readonly isRanked: boolean;
  /** Groups say themselves what they wait on, and do not follow the one before. */
  readonly areGroupsFree?: boolean;
  /** The tool that writes the list leaves out or empties the field of a task that waits on nothing. */
  readonly isGraph?: boolean;
}

/**
 * The tasks of a list as drafts: each with an id of its own, in an order where they do not say what they wait on — that
 * of the document, or of their priorities when `isRanked`, 1 first and ties as they stand.
 */
export function finishDataTasks(
  tasks: readonly DataTask[],
  { isRanked, areGroupsFree = false, isGraph = false }: Finish,
  findings: Findings,
): readonly DraftTask[] {
  nameListed(tasks, findings);
  followOrder(tasks, { isRanked, areGroupsFree, isGraph }, findings);
  return tasks.map((task) => {
    const { section: _section, isParallel, rank: _rank, waitsOnNothing: _, references, ...rest } = task;
    const draft = finishMarkdownTask(rest, references);
    return { ...draft, ...(isParallel ? { isParallel: true as const } : {}) };
  });
}

function followOrder(
  tasks: readonly DataTask[],
  { isRanked, areGroupsFree, isGraph }: Required<Finish>,
  findings: Findings,
): void {
  const ranked = tasks.map((_, no) => no);
  const rankOf = (no: number): number => tasks[no]!.rank ?? Number.MAX_SAFE_INTEGER;
  if (isRanked) ranked.sort((a, b) => rankOf(a) - rankOf(b) || a - b);
  const order = afterWhatTheyFollow(ranked, tasks);
  if (!isGraph)
    forgetUnresolved(
      tasks,
      tasks.map(({ references }) => references),
    );
  const steps = isRanked && !isGraph ? rankSteps(order, tasks) : undefined;
  for (const part of areGroupsFree ? bySection(order, tasks) : [order]) {
    const before = part.map((no) => tasks[no]!.follows.splice(0));
    orderByDocument(
      part.map((no) => tasks[no]!),
      findings,
      {
        isFree: (place) => isGraph || tasks[part[place]!]!.waitsOnNothing === true,
        sectionOf: (place) => steps?.[part[place]!] ?? tasks[part[place]!]!.section,
        hint: HINT,
      },
    );
    // What was added are places in this order; what stood before are numbers of tasks.
    for (const [place, no] of part.entries()) {
      const { follows } = tasks[no]!;
      const added = follows.splice(0).map((other) => part[other]!);
      append(follows, before[place]!);
      append(follows, added);
    }
  }
}

/**
 * The step of each task: those of one group and one priority are a step, and steps follow each other. Undefined where every
 * task has a field for what it waits on: then that says more than the priorities.
 */
function rankSteps(order: readonly number[], tasks: readonly DataTask[]): readonly number[] | undefined {
  if (tasks.every(({ dependsOn, waitsOnNothing }) => dependsOn.length > 0 || waitsOnNothing === true)) return undefined;
  const steps: number[] = tasks.map(() => 0);
  let step = 0;
  let last: DataTask | undefined;
  for (const no of order) {
    const task = tasks[no]!;
    if (last !== undefined && (last.section !== task.section || last.rank !== task.rank)) step++;
    steps[no] = step;
    last = task;
  }
  return steps;
}

function bySection(order: readonly number[], tasks: readonly DataTask[]): readonly (readonly number[])[] {
  const sections = new Map<number, number[]>();
  for (const no of order) {
    const { section } = tasks[no]!;
    const part = sections.get(section);
    if (part === undefined) sections.set(section, [no]);
    else part.push(no);
  }
  return [...sections.values()];
}

/** The order, but each task behind those that it follows already (an epic behind its parts). Linear. */
function afterWhatTheyFollow(order: readonly number[], tasks: readonly DataTask[]): readonly number[] {
  if (tasks.every(({ follows }) => follows.length === 0)) return order;
  const isSeen = new Set<number>();
  const placed: number[] = [];
  const open: { readonly no: number; next: number }[] = [];
  const enter = (no: number): void => {
    if (!isSeen.has(no)) open.push({ no, next: 0 });
    isSeen.add(no);
  };
  for (const first of order) {
    enter(first);
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const next = tasks[top.no]!.follows[top.next++];
      if (next !== undefined) enter(next);
      else placed.push(open.pop()!.no);
    }
  }
  return placed;
}
