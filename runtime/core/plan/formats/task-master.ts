import { fieldOf } from '../data/data-node';
import { isForeignList, isOwnSchema, mapsIn } from '../drafting/data-signals';
import { openData } from '../drafting/open-data';
import type { DocumentFormat } from './plan-format';
import { findTags, tasksOf } from './task-master/find-tags';
import { TaskMasterReader } from './task-master/task-master-reader';

/** Where Task Master keeps its tasks. */
const PATH = /(?:^|\/)(?:\.taskmaster\/(?:[^/]{1,200}\/){0,20}tasks?[^/]{0,200}\.json|tasks\/tasks\.json)$/i;

/**
 * Task Master's `tasks.json`, in its three shapes: `{ "tasks": [ … ] }`, the list alone, and tags
 * (`{ "master": { "tasks": [ … ] } }`). Ids live in their tag. Its statuses can be written back
 * (`write-task-master-status.ts`).
 *
 * Source: R-7; plan-formats 3.5.
 */
export const taskMaster: DocumentFormat = {
  unit: 'document',
  name: 'task-master',
  title: 'Task Master tasks.json',
  isStrict: false,

  detect(document) {
    const { kind, node, legible } = document.data();
    if (kind !== 'json') return 'no';
    const root = legible();
    const isItsPath = PATH.test(document.path);
    const tags = root === undefined ? [] : findTags(root);
    if (root === undefined || (node === undefined && tags.length === 0)) return isItsPath ? 'path' : 'no';
    const tasks = tags.flatMap(({ list }) => mapsIn(list));
    if (isOwnSchema(root, tasks) || tags.length === 0) return 'no';
    if (isItsPath) return 'path';
    if (tags[0]!.name !== undefined) return 'content';
    return tasks.some(hasItsFields) && isForeignList(tasks) ? 'content' : 'no';
  },

  read(document, limits, findings) {
    const root = openData(document, findings);
    if (root === undefined) return undefined;
    return new TaskMasterReader(findings, limits).plan(root, document);
  },
};

/** What only Task Master writes, or a list that is like its own in all it has. */
function hasItsFields(task: Parameters<typeof fieldOf>[0]): boolean {
  if (fieldOf(task, 'testStrategy', 'test_strategy', 'details') !== undefined) return true;
  if (fieldOf(task, 'acceptanceCriteria', 'acceptance_criteria', 'passes', 'task_id', 'depends_on') !== undefined)
    return false;
  return fieldOf(task, 'id') !== undefined && fieldOf(task, 'title') !== undefined && tasksOf(task) === undefined;
}
