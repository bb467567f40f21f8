import { type DataMap, type DataNode, entryOf, fieldOf, textOf } from '../../data/data-node';
import { FIELDS, firstEntry } from '../../drafting/data-fields';
import { mapsIn } from '../../drafting/data-signals';
import type { Position } from '../../plan';
import { sectionKind } from '../../text/section-kind';

/** A list of tasks, and where it stands. */
export interface TaskList {
  readonly key: string;
  readonly items: readonly DataNode[];
  readonly where: Position;
}

/** Keys of lists that stand beside tasks, and hold none. */
const NO_TASKS: ReadonlySet<string> = new Set([
  ...['human_gates', 'approval_gates', 'approvals', 'checkpoints'],
  ...['gates', 'risks', 'requirements', 'goals', 'non_goals', 'assumptions', 'constraints', 'questions', 'decisions'],
  ...['notes', 'references', 'links', 'metrics', 'criteria', 'success_criteria', 'acceptance_criteria', 'dependencies'],
  ...['team', 'members', 'users', 'people', 'stakeholders', 'contributors', 'authors', 'owners', 'agents', 'personas'],
  ...['resources', 'environments', 'tools', 'packages', 'files', 'labels', 'tags', 'history', 'log', 'changelog'],
  ...['comments', 'events', 'versions', 'releases', 'edges', 'relations', 'links', 'deliverables', 'artifacts'],
]);
/** What only work has; a name may be anybody's. */
const WORK = [
  ...FIELDS.status,
  ...FIELDS.isDone,
  ...FIELDS.dependencies,
  ...FIELDS.criteria,
  ...FIELDS.duration,
  ...FIELDS.minutes,
  ...FIELDS.hours,
  'priority',
];

/** A list under a key; a map of maps is a list whose keys are ids. */
export function listUnder(map: DataMap, key: string): TaskList | undefined {
  const node = fieldOf(map, key);
  if (node?.type === 'list') return { key, items: node.items, where: node.where };
  if (node?.type !== 'map' || node.entries.length === 0 || !node.entries.every(({ value }) => value.type === 'map'))
    return undefined;
  const items = node.entries.map(({ key: id, where, value }) => withId(value as DataMap, id, where));
  return { key, items, where: node.where };
}

/** Those of `keys` under which a map has a list. */
export function listsUnder(map: DataMap, keys: readonly string[]): readonly TaskList[] {
  return keys.flatMap((key) => listUnder(map, key) ?? []);
}

/**
 * The lists of a map that hold work under names of their own: `backend: [ … ]`, `frontend: [ … ]`. Where the map has no
 * list of tasks otherwise (`isAlone`), entries need no more than a title, and several lists of sentences count too.
 *
 * @param taken - Keys that are read as something else.
 */
export function ownLists(map: DataMap, taken: ReadonlySet<string>, isAlone: boolean): readonly TaskList[] {
  const lists = map.entries.flatMap(({ key, value }): readonly TaskList[] =>
    value.type === 'list' && value.items.length > 0 && !taken.has(key) && mayHoldTasks(key)
      ? [{ key, items: value.items, where: value.where }]
      : [],
  );
  const found = lists.filter(({ items }) => isWork(items, isAlone));
  if (found.length > 0 || !isAlone) return found;
  const texts = lists.filter(({ items }) => items.every(isSentence));
  return texts.length > 1 ? texts : [];
}

function mayHoldTasks(key: string): boolean {
  const words = key
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[_-]/g, ' ')
    .toLowerCase();
  const kind = sectionKind(words);
  return !NO_TASKS.has(words.replaceAll(' ', '_')) && kind !== 'other' && kind !== 'criteria';
}

/** At least half of it are maps with a title; a list beside others must also say what only work says, or have ids. */
function isWork(items: readonly DataNode[], isAlone: boolean): boolean {
  const maps = items.filter((item) => item.type === 'map');
  const titled = maps.filter((item) => firstEntry(item, FIELDS.title) !== undefined);
  if (titled.length * 2 < items.length || titled.length === 0) return false;
  const isSure = titled.some((item) => WORK.some((key) => entryOf(item, key) !== undefined));
  const isNamed = titled.some((item) => firstEntry(item, FIELDS.id) !== undefined);
  return isSure || (isAlone ? isNamed || titled.some((item) => entryOf(item, 'name') === undefined) : isNamed);
}

function isSentence(node: DataNode): boolean {
  return /\S\s+\S/.test(textOf(node) ?? '');
}

function withId(map: DataMap, id: string, where: Position): DataMap {
  if (entryOf(map, 'id') !== undefined) return map;
  return {
    ...map,
    entries: [{ key: 'id', where, value: { type: 'text', where, value: id, source: id } }, ...map.entries],
  };
}

/** Whether a list holds maps: texts may be the ids of tasks that stand elsewhere. */
export function holdsMaps({ items }: TaskList): boolean {
  return mapsIn({ type: 'list', items, where: { line: 1, column: 1 } }).length > 0;
}
