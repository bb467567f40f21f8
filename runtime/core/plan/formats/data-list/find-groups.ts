import { type DataMap, type DataNode, fieldOf, textOf } from '../../data/data-node';
import { mapsIn } from '../../drafting/data-signals';
import type { DataGroup } from '../../drafting/order-groups';
import type { Position } from '../../plan';
import { holdsMaps, listsUnder, ownLists, type TaskList } from './task-lists';

export interface FoundGroups {
  readonly groups: readonly DataGroup[];
  readonly where: Position;
  /** Tasks stand in phases, or milestones are the tasks. */
  readonly isGrouped: boolean;
  /** The list is called `tasks`, or something that means it. */
  readonly isNamedTasks: boolean;
  /** It stands where nightshift's own schema has it. */
  readonly mayBeOurs: boolean;
}

const TASKS = ['tasks', 'task_list', 'taskList', 'todos', 'todo', 'work_items', 'workItems', 'issues', 'backlog'];
const STEPS = ['items', 'steps', 'subtasks', 'actions'];
const ITEMS = [...TASKS, ...STEPS, 'stories', 'features', 'chunks'];
const GROUPS = [
  'phases',
  'milestones',
  'epics',
  'sprints',
  'stages',
  'waves',
  'groups',
  'sections',
  'batches',
  'tracks',
  'workstreams',
];
/** Keys under which the whole plan may stand. */
const WRAPPERS = ['plan', 'project', 'roadmap', 'data', 'implementation_plan', 'backlog', 'sprint'];
const KNOWN: ReadonlySet<string> = new Set([...ITEMS, ...GROUPS]);

/** Where the tasks of a list are, and how they are grouped; undefined when it has none. */
export function findGroups(root: DataNode): FoundGroups | undefined {
  if (root.type === 'list')
    return {
      groups: [{ items: root.items }],
      where: root.where,
      isGrouped: false,
      isNamedTasks: true,
      mayBeOurs: true,
    };
  if (root.type !== 'map') return undefined;
  return inMap(root) ?? insideWrapper(root) ?? countedMap(root) ?? ofOwnNames(root);
}

/** A list that a tool wrote with its places as keys: `{ "0": { … }, "1": { … } }`. */
function countedMap({ entries, where }: DataMap): FoundGroups | undefined {
  if (entries.length === 0 || !entries.every(({ key, value }, no) => Number(key) === no && value.type === 'map'))
    return undefined;
  const groups = [{ items: entries.map(({ value }) => value) }];
  return { groups, where, isGrouped: false, isNamedTasks: true, mayBeOurs: true };
}

function insideWrapper(root: DataMap): FoundGroups | undefined {
  for (const key of WRAPPERS) {
    const inner = fieldOf(root, key);
    const found = inner?.type === 'map' ? (inMap(inner) ?? ofOwnNames(inner)) : undefined;
    if (found !== undefined) return { ...found, mayBeOurs: false };
  }
  return undefined;
}

/** Lists of tasks under names that say what they are about: `backend`, `frontend`. */
function ofOwnNames(map: DataMap): FoundGroups | undefined {
  const lists = ownLists(map, KNOWN, true);
  if (lists.length === 0) return undefined;
  const groups = lists.map(groupOf);
  return { groups, where: lists[0]!.where, isGrouped: false, isNamedTasks: false, mayBeOurs: false };
}

function inMap(map: DataMap): FoundGroups | undefined {
  const tasks = listsUnder(map, TASKS);
  const milestones = fieldOf(map, 'milestones');
  if (tasks.length === 0 && mapsIn(milestones).some((each) => fieldOf(each, 'task_ids', 'taskIds') !== undefined)) {
    const groups = milestoneGroups(map, mapsIn(milestones));
    return { groups, where: milestones!.where, isGrouped: true, isNamedTasks: false, mayBeOurs: false };
  }
  const phases = listsUnder(map, GROUPS).flatMap((list): readonly PlacedGroup[] => {
    const groups = list.items.filter((item) => item.type === 'map').flatMap((each, no) => groupsIn(each, no));
    // Beside a list of tasks, what names them only is no other list: `phases: [{ tasks: [T1, T2] }]`.
    const isOwn = groups.some(({ items }) => (tasks.length === 0 ? items.length > 0 : items.some(isMap)));
    return isOwn ? groups.map((group) => ({ group, where: list.where })) : [];
  });
  const named = tasks.length > 0 || phases.length > 0 ? tasks : phasesOrSteps(map);
  if (named.length === 0 && phases.length === 0) return undefined;
  const beside = ownLists(map, KNOWN, false);
  const all = [...phases, ...[...named, ...beside].map((list) => ({ group: groupOf(list), where: list.where }))];
  all.sort((a, b) => a.where.line - b.where.line || a.where.column - b.where.column);
  const [first] = tasks;
  const isOne = all.length === 1 && phases.length === 0;
  return {
    groups: isOne ? [{ items: named[0]!.items }] : all.map(({ group }) => group),
    where: all[0]!.where,
    isGrouped: phases.length > 0 || (tasks.length === 0 && GROUPS.includes(named[0]!.key)),
    isNamedTasks: tasks.length > 0,
    mayBeOurs: first?.key === 'tasks' && phases.length === 0,
  };
}

interface PlacedGroup {
  readonly group: DataGroup;
  readonly where: Position;
}

/** Phases that hold no tasks are the tasks themselves; else a list of steps. */
function phasesOrSteps(map: DataMap): readonly TaskList[] {
  const phases = listsUnder(map, GROUPS).find(holdsMaps);
  if (phases !== undefined) return [{ ...phases, items: phases.items.filter(isMap) }];
  return listsUnder(map, STEPS).slice(0, 1);
}

const isMap = (node: DataNode): node is DataMap => node.type === 'map';

/** A list that is not called as lists of tasks are is a phase of that name. */
function groupOf({ key, items }: TaskList): DataGroup {
  return key === 'tasks' || STEPS.includes(key) ? { items } : { name: key, items };
}

/** A phase as groups: of its batches, and of each list of tasks that it has, in the order in which they stand. */
function groupsIn(outer: DataMap, no: number): readonly DataGroup[] {
  const name = textOf(fieldOf(outer, 'title', 'name', 'id', 'phase')) ?? `Phase ${no + 1}`;
  const batches = listsUnder(outer, ['batches', 'groups']).filter(holdsMaps);
  const inner = batches.flatMap(({ items, where }) =>
    items.filter(isMap).map((batch) => ({ group: { name, maps: [batch, outer], items: itemsIn(batch) }, where })),
  );
  const lists = [...listsUnder(outer, ITEMS), ...ownLists(outer, KNOWN, false)];
  const own = lists.map(({ items, where }) => ({ group: { name, maps: [outer], items }, where }));
  const all = [...inner, ...own].toSorted((a, b) => a.where.line - b.where.line || a.where.column - b.where.column);
  return all.length === 0 ? [{ name, maps: [outer], items: [] }] : all.map(({ group }) => group);
}

/** The entries of all lists of tasks that a batch has. */
function itemsIn(map: DataMap): readonly DataNode[] {
  return listsUnder(map, ITEMS).flatMap(({ items }) => items);
}

/** Milestones are tasks, in the phases that name them. */
function milestoneGroups(root: DataMap, milestones: readonly DataMap[]): readonly DataGroup[] {
  const phases = mapsIn(fieldOf(root, 'phases'));
  const phaseOf = new Map<string, number>();
  phases.forEach((phase, no) => {
    const ids = fieldOf(phase, 'milestone_ids', 'milestoneIds', 'milestones');
    for (const id of ids?.type === 'list' ? ids.items : []) phaseOf.set(textOf(id) ?? '', no);
  });
  if (phaseOf.size === 0) return [{ items: milestones }];
  const groups = phases.map((phase, no) => ({
    name: textOf(fieldOf(phase, 'title', 'name', 'id')) ?? `Phase ${no + 1}`,
    maps: [phase],
    items: milestones.filter((each) => phaseOf.get(textOf(fieldOf(each, 'id')) ?? '') === no),
  }));
  const others = milestones.filter((each) => !phaseOf.has(textOf(fieldOf(each, 'id')) ?? ''));
  return others.length === 0 ? groups : [...groups, { items: others }];
}
