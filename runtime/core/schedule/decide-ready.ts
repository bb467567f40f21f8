import type { Draft } from '../execution/draft';
import { indexOf } from '../execution/index-of';
import type { TaskIndex } from '../execution/task-index';
import type { Capacity } from './capacity';
import type { TaskStart } from './dispatcher';
import { type FlatRows, flatRows } from './flat-rows';
import { type LiveDispatch, liveDispatch, type PlanPart, standingOf } from './live-dispatch';
import { keptTaskOf, Parking } from './parking';
import { type PlanGroups, planGroups } from './plan-groups';
import type { Order } from './plan-memory';
import type { PlanShape } from './plan-shape';
import type { ReadyLines } from './ready-lines';
import { groupsOfPart } from './task-groups';

/** A decision, and who took it. */
export interface ReadyDecision {
  readonly live: LiveDispatch;
  readonly started: readonly TaskStart[];
}

/** A line of which only the front is looked at. */
interface CutLine {
  /** The most urgent one. */
  readonly first: number;
  /** How many are looked at besides the front. */
  readonly others: number;
}

/**
 * Lets all start that may: the same tasks, on the same workers, in the same order as a dispatcher over the whole plan would, at a
 * cost of what changed.
 *
 * *Algorithm*: the dispatcher is given the most urgent ready tasks of each group, one more than can start besides those that leave files to
 * others, and the shortest one;
 * those in progress, whose files and slots count; and those for which a scarce worker may be kept, because they wait for such tasks
 * alone. Of the rest it is told how many there are. Those that it finds blocked by a file are parked until what blocks them is over: from then
 * on the most urgent and the shortest of them stand for all. Where it looked at all that it was given of a group, it decides again with
 * twice as many.
 */
export function decideReady(draft: Draft, shape: PlanShape, capacity: Capacity): ReadyDecision {
  const now = draft.nowMs / 60_000;
  const index = indexOf(draft, shape);
  if (index.suspects.size > 0) {
    // A task that is to have a worker to itself is of a group of its own while it is lost again and again.
    const live = liveDispatch(draft, shape, capacity);
    return { live, started: live.dispatcher.start(now) };
  }
  const { plan, options } = draft.execution;
  const { memory } = shape;
  const needs = memory.needsOf(plan, options);
  const groups = memory.groupsFor(needs, () => planGroups(sizeAnd(shape, needs)));
  const waveOf = options.release === 'barrier' ? shape.waveOf : undefined;
  let parking: Parking | undefined;
  for (let factor = 1; ; factor *= 2) {
    let cut: readonly CutLine[] = [];
    const live = liveDispatch(draft, shape, capacity, ({ keys, minutes, yields }: Order, mostStarts, claims) => {
      const lines = memory.linesFor({ index, groups, keys, minutes, claims, waveOf });
      parking ??= new Parking(lines, index, memory.keptTask);
      const fronts = groups.groups.map((_, group) => {
        const { nos, shortest, isCut } = lines.front(group, factor * (mostStarts + 1 + (yields?.size ?? 0)));
        return { nos, others: [...shortest, ...parking!.standIns(group)], isCut };
      });
      cut = fronts.flatMap(({ nos, others, isCut }) => (isCut ? [{ first: nos[0]!, others: others.length }] : []));
      return partOf(
        { draft, shape, index, groups, lines },
        fronts.flatMap(({ nos, others }) => [...nos, ...others]),
        isUnlike(groups, capacity),
      );
    });
    const started = live.dispatcher.start(now);
    memory.keptTask = keptTaskOf(live);
    const isParkedRightly = parking!.follow(live, started);
    // One of the most urgent ones is left, besides those that may stand for others.
    const isEnough = cut.every(({ first, others }) => live.dispatcher.readyLike(live.placeOf(first)) > others);
    if (isParkedRightly && isEnough) return { live, started };
  }
}

const sizeAnd = ({ graph, resources }: PlanShape, needs: readonly (readonly string[])[]) => ({
  size: graph.size,
  needs,
  ...(resources ? { resources: { ...resources, capacities: new Float64Array(0) } } : {}),
});

/** Some workers can do what others cannot, or are faster: then who is still to come counts, too. */
function isUnlike({ groups }: PlanGroups, { workers }: Capacity): boolean {
  const areAllAble = groups.every(({ needs }) =>
    workers.every(({ capabilities }) => needs.every((need) => capabilities.includes(need))),
  );
  return !areAllAble || new Set(workers.map(({ speed = 1 }) => speed)).size > 1;
}

interface Sources {
  readonly draft: Draft;
  readonly shape: PlanShape;
  readonly index: TaskIndex;
  readonly groups: PlanGroups;
  readonly lines: ReadyLines;
}

function partOf(sources: Sources, fronts: readonly number[], isUnlike: boolean): PlanPart {
  const { shape, index } = sources;
  const known = [...fronts, ...index.inProgress()];
  const soon = isUnlike ? soonReady(shape, index, known) : [];
  const members = [...new Set([...known, ...soon])].sort((a, b) => a - b);
  const dependents = soon.length > 0 ? rowsAmong(shape, members, soon) : NO_ROWS(members.length);
  return { members, dependents, grouping: groupingOf(sources, members) };
}

const NO_ROWS = (size: number): FlatRows => ({ starts: new Int32Array(size + 1), nos: new Int32Array(0) });

/** Tasks that wait for nothing but some of these. */
function soonReady({ graph }: PlanShape, index: TaskIndex, on: readonly number[]): readonly number[] {
  const counts = new Map<number, number>();
  for (const no of on)
    for (const dependent of graph.dependents(no)) counts.set(dependent, (counts.get(dependent) ?? 0) + 1);
  return [...counts].flatMap(([no, count]) => (count === index.openDependenciesOf(no) ? [no] : []));
}

function rowsAmong({ graph }: PlanShape, members: readonly number[], soon: readonly number[]): FlatRows {
  const placeOf = new Map(members.map((no, at) => [no, at]));
  const isSoon = new Set(soon);
  return flatRows(
    members.map((no) => [...graph.dependents(no)].filter((one) => isSoon.has(one)).map((one) => placeOf.get(one)!)),
  );
}

/** The groups of the plan, with those of their tasks that are still to start, and the members. */
function groupingOf({ draft, index, groups, lines }: Sources, members: readonly number[]): PlanPart['grouping'] {
  const open = Int32Array.from(groups.groups, (_, group) => lines.pendingOf(group));
  const isOpen = (no: number) => standingOf(draft.task(no), draft.nowMs) === 'pending';
  for (const no of index.delayed) if (!isOpen(no)) open[groups.groupOf[no]!]! -= 1;
  // The dispatcher takes off those that have begun.
  for (const no of members) if (!isOpen(no)) open[groups.groupOf[no]!]! += 1;
  const asked = groups.groups.map((group, no) => ({ ...group, open: open[no]! }));
  const groupOf = Int32Array.from(members, (no) => groups.groupOf[no]!);
  return (workers) => groupsOfPart(asked, groupOf, workers);
}
