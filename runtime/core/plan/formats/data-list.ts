import { type DataNode, fieldOf, textOf } from '../data/data-node';
import { isForeignList, isOwnSchema, mapsIn } from '../drafting/data-signals';
import { openData } from '../drafting/open-data';
import { planCriteria, readDataList } from '../drafting/read-data-list';
import { type FoundGroups, findGroups } from './data-list/find-groups';
import type { DocumentFormat } from './plan-format';

/**
 * Any other list of tasks in JSON or YAML: `tasks`, phases that hold tasks, milestones that name tasks of another file.
 * It is read with the field names that such lists use (`data-fields.ts`).
 *
 * Source: plan-formats 3.17, 3.18.
 */
export const dataList: DocumentFormat = {
  unit: 'document',
  name: 'data-list',
  title: 'Other task lists in JSON or YAML',
  isStrict: false,

  detect(document) {
    const { kind, legible } = document.data();
    const root = kind === 'json' || kind === 'yaml' ? legible() : undefined;
    const found = root === undefined ? undefined : findGroups(root);
    if (root === undefined || found === undefined) return 'no';
    const tasks = found.groups.flatMap(({ items }) => items.filter((item) => item.type === 'map'));
    if (isOwnSchema(root, tasks)) return 'no';
    if (found.isGrouped) return tasks.some(looksLikeWork) || tasks.length === 0 ? 'content' : 'fallback';
    if (found.mayBeOurs && !isForeignList(tasks)) return 'no';
    return found.isNamedTasks ? 'content' : 'fallback';
  },

  read(document, limits, findings) {
    const root = openData(document, findings);
    const found = root === undefined ? undefined : findGroups(root);
    if (root === undefined || found === undefined) return undefined;
    return readDataList({
      groups: found.groups,
      title: textOf(fieldOf(root, 'title', 'project', 'name', 'feature')) ?? document.name,
      where: found.where,
      root,
      ...phasesOf(root, found),
      criteria: planCriteria(fieldOf(root, 'acceptance_criteria', 'acceptanceCriteria', 'success_criteria')),
      known: ['phases', 'epics', 'sprints'],
      limits,
      findings,
    });
  },
};

/** It has a title, and a status, dependency or criterion: a step of somebody's build has not. */
function looksLikeWork(task: DataNode): boolean {
  const isNamed = fieldOf(task, 'title', 'name', 'description', 'task') !== undefined;
  return (
    isNamed &&
    fieldOf(task, 'id', 'status', 'state', 'dependencies', 'depends_on', 'acceptance_criteria', 'task_ids') !==
      undefined
  );
}

/** Phases that stand beside the tasks, when they have a list of their own. */
function phasesOf(root: DataNode, { groups, isGrouped }: FoundGroups): { readonly phases?: readonly string[] } {
  if (isGrouped && groups.some(({ name }) => name !== undefined)) return {};
  const phases = mapsIn(fieldOf(root, 'phases', 'epics', 'sprints'));
  const names = phases.map((phase, no) => textOf(fieldOf(phase, 'title', 'name', 'id')) ?? `Phase ${no + 1}`);
  return names.length === 0 ? {} : { phases: names };
}
