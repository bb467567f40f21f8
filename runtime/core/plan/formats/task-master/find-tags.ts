import { type DataList, type DataMap, type DataNode, fieldOf } from '../../data/data-node';

/** A list of tasks, and the tag that it stands under; without a name where the file has no tags. */
export interface Tag {
  readonly name?: string;
  readonly list: DataList;
  /** What the tag holds besides. */
  readonly map?: DataMap;
}

/**
 * The tags of a file: each key whose value is a map with a list `tasks`. Whatever else stands beside them (`version`,
 * `currentTag`, `tags` with data about tags) is none. A file without tags is one list. Empty: it is no file of Task Master.
 */
export function findTags(root: DataNode): readonly Tag[] {
  if (root.type === 'list') return root.items.every(({ type }) => type === 'map') ? [{ list: root }] : [];
  if (root.type !== 'map') return [];
  const list = tasksOf(root);
  const tags = root.entries.flatMap(({ key, value }) => {
    const tasks = tasksOf(value);
    return tasks === undefined ? [] : [{ name: key, list: tasks, map: value as DataMap }];
  });
  if (list === undefined) return tags;
  return tags.length === 0 ? [{ list }] : [{ name: 'tasks', list }, ...tags];
}

/** The list under `tasks`, where there is one. */
export function tasksOf(node: DataNode | undefined): DataList | undefined {
  const list = node?.type === 'map' ? fieldOf(node, 'tasks') : undefined;
  return list?.type === 'list' ? list : undefined;
}
