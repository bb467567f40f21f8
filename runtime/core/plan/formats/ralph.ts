import { type DataList, type DataMap, type DataNode, fieldOf, textOf } from '../data/data-node';
import { mapsIn } from '../drafting/data-signals';
import { openData } from '../drafting/open-data';
import { readDataList } from '../drafting/read-data-list';
import type { DocumentFormat } from './plan-format';

const STORIES = ['userStories', 'user_stories', 'stories'];

/**
 * Ralph's `prd.json`: user stories that pass or do not, run by priority, 1 first. A derived file has phases in place of
 * stories, each with its `tasks`.
 *
 * Source: plan-formats 3.17.
 */
export const ralph: DocumentFormat = {
  unit: 'document',
  name: 'ralph',
  title: 'Ralph prd.json',
  isStrict: false,

  detect(document) {
    const { kind, legible } = document.data();
    if (kind !== 'json' && kind !== 'yaml') return 'no';
    const stories = storiesOf(legible());
    const maps = mapsIn(stories);
    if (stories === undefined || (maps.length === 0 && stories.items.length > 0)) return 'no';
    return /prd[^/]{0,200}\.json$/.test(document.name) ? 'path' : 'content';
  },

  read(document, limits, findings) {
    const root = openData(document, findings);
    const stories = storiesOf(root);
    if (root === undefined || stories === undefined) return undefined;
    return readDataList({
      groups: groupsOf(stories),
      title: textOf(fieldOf(root, 'project', 'title', 'name')) ?? document.name,
      where: stories.where,
      root,
      isRanked: true,
      limits,
      findings,
    });
  },
};

function storiesOf(root: DataNode | undefined): DataList | undefined {
  const list = fieldOf(root, ...STORIES);
  if (list?.type === 'list') return list;
  const inside = fieldOf(root, 'prd', 'plan');
  const nested = fieldOf(inside, ...STORIES);
  return nested?.type === 'list' ? nested : undefined;
}

/** One group of stories, or each story that holds tasks as a group of its own, and the others as tasks between them. */
function groupsOf(stories: DataList): Parameters<typeof readDataList>[0]['groups'] {
  const isNested = mapsIn(stories).some((story) => mapsIn(tasksIn(story)).length > 0);
  if (!isNested) return [{ items: stories.items }];
  return mapsIn(stories).map((story) => {
    const items = mapsIn(tasksIn(story));
    if (items.length === 0) return { items: [story] };
    return { name: textOf(fieldOf(story, 'title', 'name', 'id')) ?? '', maps: [story], items };
  });
}

function tasksIn(story: DataMap): DataNode | undefined {
  return fieldOf(story, 'tasks');
}
