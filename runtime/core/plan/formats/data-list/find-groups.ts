import { type DataMap, type DataNode, entryOf, fieldOf, textOf } from '../../data/data-node';
import { mapsIn } from '../../drafting/data-signals';
import type { DataGroup } from '../../drafting/order-groups';
import type { Position } from '../../plan';

export interface FoundGroups {
  readonly groups: readonly DataGroup[];
  readonly where: Position;
  /** Tasks stand in phases, or milestones are the tasks. */
  readonly isGrouped: boolean;
  /** The list is called `tasks`, or something that means it. */
  readonly isNamedTasks: boolean;
}

const TASKS = ['tasks', 'task_list', 'taskList', 'todos', 'todo', 'work_items', 'workItems', 'issues', 'backlog'];
const ITEMS = [...TASKS, 'items', 'steps', 'stories', 'features', 'subtasks', 'chunks', 'actions'];
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

/** Where the tasks of a list are, and how they are grouped; undefined when it has none. */
export function findGroups(root: DataNode): FoundGroups | undefined {
  if (root.type === 'list')
    return { groups: [{ items: root.items }], where: root.where, isGrouped: false, isNamedTasks: true };
  if (root.type !== 'map') return undefined;
  return inMap(root) ?? insideWrapper(root) ?? countedMap(root);
}

/** A list that a tool wrote with its places as keys: `{ "0": { … }, "1": { … } }`. */
function countedMap({ entries, where }: DataMap): FoundGroups | undefined {
  if (entries.length === 0 || !entries.every(({ key, value }, no) => Number(key) === no && value.type === 'map'))
    return undefined;
  return { groups: [{ items: entries.map(({ value }) => value) }], where, isGrouped: false, isNamedTasks: true };
}

function insideWrapper(root: DataMap): FoundGroups | undefined {
  for (const key of WRAPPERS) {
    const inner = fieldOf(root, key);
    const found = inner?.type === 'map' ? inMap(inner) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function inMap(map: DataMap): FoundGroups | undefined {
  for (const key of TASKS) {
    const items = itemsUnder(map, key);
    if (items !== undefined)
      return { groups: [{ items: items.items }], where: items.where, isGrouped: false, isNamedTasks: true };
  }
  const milestones = fieldOf(map, 'milestones');
  if (mapsIn(milestones).some((each) => fieldOf(each, 'task_ids', 'taskIds') !== undefined))
    return {
      groups: milestoneGroups(map, mapsIn(milestones)),
      where: milestones!.where,
      isGrouped: true,
      isNamedTasks: false,
    };
  for (const key of GROUPS) {
    const list = itemsUnder(map, key);
    if (list === undefined) continue;
    const outer = list.items.filter((item) => item.type === 'map');
    const groups = outer.flatMap((each, no) => groupsIn(each, no));
    if (groups.some(({ items }) => items.length > 0))
      return { groups, where: list.where, isGrouped: true, isNamedTasks: false };
    if (outer.length > 0)
      return { groups: [{ items: outer }], where: list.where, isGrouped: true, isNamedTasks: false };
  }
  const items = itemsUnder(map, 'items') ?? itemsUnder(map, 'steps') ?? itemsUnder(map, 'subtasks');
  return items === undefined
    ? undefined
    : { groups: [{ items: items.items }], where: items.where, isGrouped: false, isNamedTasks: false };
}

/** A phase as a group, or its batches as groups of its name. */
function groupsIn(outer: DataMap, no: number): readonly DataGroup[] {
  const name = textOf(fieldOf(outer, 'title', 'name', 'id', 'phase')) ?? `Phase ${no + 1}`;
  const batches = itemsUnder(outer, 'batches') ?? itemsUnder(outer, 'groups');
  const inner = (batches?.items ?? []).filter((item) => item.type === 'map');
  if (inner.length > 0) return inner.map((batch) => ({ name, maps: [batch, outer], items: firstItems(batch) }));
  return [{ name, maps: [outer], items: firstItems(outer) }];
}

function firstItems(map: DataMap): readonly DataNode[] {
  for (const key of ITEMS) {
    const items = itemsUnder(map, key);
    if (items !== undefined) return items.items;
  }
  return [];
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

/** A list under a key; a map of maps is a list whose keys are ids. */
function itemsUnder(
  map: DataMap,
  key: string,
): { readonly items: readonly DataNode[]; readonly where: Position } | undefined {
  const node = fieldOf(map, key);
  if (node?.type === 'list') return { items: node.items, where: node.where };
  if (node?.type !== 'map' || node.entries.length === 0 || !node.entries.every(({ value }) => value.type === 'map'))
    return undefined;
  const items = node.entries.map(({ key: id, where, value }) => withId(value as DataMap, id, where));
  return { items, where: node.where };
}

function withId(map: DataMap, id: string, where: Position): DataMap {
  if (entryOf(map, 'id') !== undefined) return map;
  return {
    ...map,
    entries: [{ key: 'id', where, value: { type: 'text', where, value: id, source: id } }, ...map.entries],
  };
}
