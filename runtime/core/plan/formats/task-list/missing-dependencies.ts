import type { DataMap } from '../../data/data-node';
import type { DraftReference, DraftTask } from '../../draft';
import { quote } from '../../text/quote';
import { MISSING_FIELDS } from './fields';
import type { OriginalIds } from './original-ids';
import { field, type StrictFields } from './strict-fields';

/** The tasks with what `missingDependencies` says that they wait on outside of this plan; that is kept, and not waited for. */
export function addMissing(
  tasks: readonly DraftTask[],
  root: DataMap,
  names: OriginalIds,
  fields: StrictFields,
): readonly DraftTask[] {
  const list = fields.list(root, 'missingDependencies', '', 'a list of maps with "task" and "target"');
  if (list === undefined || list.items.length === 0) return tasks;
  const known = new Set(tasks.map(({ originalId }) => originalId));
  const added = new Map<string, DraftReference[]>();
  list.items.forEach((item, no) => {
    const path = `/missingDependencies/${no}`;
    if (item.type !== 'map') {
      fields.wrongType(item, path, 'a map with "task" and "target"');
      return;
    }
    fields.checkFields(item, MISSING_FIELDS, path);
    const id = names.of(fields.text(item, 'task', path) ?? '');
    const target = fields.text(item, 'target', path);
    for (const key of ['task', 'target'])
      if (field(item, key) === undefined)
        fields.findings.problem('PLAN_MISSING_FIELD', item.where, `There is no ${key}`, { path: `${path}/${key}` });
    if (field(item, 'task')?.value.type === 'text' && !known.has(id))
      fields.findings.problem('PLAN_UNKNOWN_DEPENDENCY', item.where, `${quote(id)} is no task of the plan`, {
        path: `${path}/task`,
        hint: 'Name the task that waits',
      });
    if (target !== undefined) push(added, id, { target, where: item.where, isExternal: true });
  });
  return tasks.map((task) => {
    const more = added.get(task.originalId);
    return more === undefined ? task : { ...task, dependencies: [...task.dependencies, ...more] };
  });
}

function push(map: Map<string, DraftReference[]>, key: string, reference: DraftReference): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [reference]);
  else list.push(reference);
}
