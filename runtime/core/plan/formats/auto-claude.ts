import { type DataMap, type DataNode, fieldOf, itemsOf, textOf } from '../data/data-node';
import { mapsIn } from '../drafting/data-signals';
import { openData } from '../drafting/open-data';
import { planCriteria, readDataList } from '../drafting/read-data-list';
import type { DocumentFormat } from './plan-format';

/**
 * Auto-Claude's `implementation_plan.json`: phases with subtasks (older: chunks), which are its tasks. Phases wait on
 * phases, by id or number.
 *
 * Source: plan-formats 3.17.
 */
export const autoClaude: DocumentFormat = {
  unit: 'document',
  name: 'auto-claude',
  title: 'Auto-Claude implementation_plan.json',
  isStrict: false,

  detect(document) {
    const { kind, legible } = document.data();
    if (kind !== 'json') return 'no';
    if (!phasesOf(legible()).some((phase) => tasksOf(phase) !== undefined)) return 'no';
    return /implementation_plan[^/]{0,100}\.json$/.test(document.name) ? 'path' : 'content';
  },

  read(document, limits, findings) {
    const root = openData(document, findings);
    if (root === undefined) return undefined;
    return readDataList({
      groups: phasesOf(root).map((phase, no) => ({
        name: textOf(fieldOf(phase, 'name', 'title', 'id', 'phase')) ?? `Phase ${no + 1}`,
        maps: [phase],
        items: itemsOf(tasksOf(phase)),
      })),
      title: textOf(fieldOf(root, 'feature', 'title', 'name')) ?? document.name,
      where: root.where,
      root,
      criteria: [
        ...planCriteria(fieldOf(root, 'final_acceptance', 'finalAcceptance')),
        ...planCriteria(fieldOf(root, 'acceptance_criteria')),
      ],
      limits,
      findings,
    });
  },
};

function phasesOf(root: DataNode | undefined): readonly DataMap[] {
  return mapsIn(fieldOf(root, 'phases'));
}

function tasksOf(phase: DataMap): DataNode | undefined {
  const list = fieldOf(phase, 'subtasks', 'chunks');
  return list?.type === 'list' ? list : undefined;
}
