import { type DataMap, type DataNode, fieldOf, textOf } from '../data/data-node';
import { isOwnSchema, mapsIn } from '../drafting/data-signals';
import { openData } from '../drafting/open-data';
import { readDataList } from '../drafting/read-data-list';
import type { DocumentFormat } from './plan-format';

/**
 * `feature_list.json`: features that pass or do not, as the list alone or under `features`. Their `steps` say how each is
 * tried out, and so are its criteria.
 *
 * Source: plan-formats 3.17.
 */
export const featureList: DocumentFormat = {
  unit: 'document',
  name: 'feature-list',
  title: 'Feature list (feature_list.json)',
  isStrict: false,

  detect(document) {
    const { kind, legible } = document.data();
    if (kind !== 'json' && kind !== 'yaml') return 'no';
    const root = legible();
    const features = mapsIn(listOf(root));
    if (features.length === 0 || isOwnSchema(root!, features)) return 'no';
    const isNamed = /features?[_-]?(?:list)?\.json$/.test(document.name);
    const found = features.filter(isFeature).length;
    if (found * 2 < features.length) return 'no';
    return isNamed ? 'path' : 'content';
  },

  read(document, limits, findings) {
    const root = openData(document, findings);
    const list = listOf(root);
    if (root === undefined || list?.type !== 'list') return undefined;
    return readDataList({
      groups: [{ items: list.items }],
      title: textOf(fieldOf(root, 'project', 'title', 'name')) ?? document.name,
      where: list.where,
      root,
      isRanked: true,
      criteriaKeys: ['steps', 'test_steps', 'testSteps'],
      limits,
      findings,
    });
  },
};

function listOf(root: DataNode | undefined): DataNode | undefined {
  if (root?.type === 'list') return root;
  return fieldOf(root, 'features', 'feature_list', 'featureList');
}

/** It says whether it passes, or has a status. */
function isFeature(map: DataMap): boolean {
  if (fieldOf(map, 'passes', 'passed') !== undefined) return true;
  const isNamed = fieldOf(map, 'name', 'title', 'description', 'feature') !== undefined;
  return (
    isNamed &&
    fieldOf(map, 'status', 'state', 'done', 'completed', 'implemented') !== undefined &&
    fieldOf(map, 'subtasks', 'dependencies') === undefined
  );
}
