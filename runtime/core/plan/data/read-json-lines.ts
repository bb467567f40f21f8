import { Findings } from '../findings';
import type { PlanLimits } from '../plan';
import { type DataNode, movedDown } from './data-node';
import { readJson } from './read-json';

/** JSON lines as one list, each value at its line. A line that is no JSON is a problem; the others are read. */
export function readJsonLines(text: string, limits: PlanLimits, findings: Findings): DataNode {
  const items: DataNode[] = [];
  text.split('\n').forEach((line, no) => {
    if (line.trim() === '') return;
    const own = new Findings();
    const node = readJson(line, limits, own);
    for (const problem of own.report().problems) {
      const { code, message, column, line: _, ...facts } = problem;
      findings.problem(code, { line: no + 1, column }, message, facts);
    }
    if (node !== undefined) items.push(movedDown(node, no));
  });
  return { type: 'list', where: { line: 1, column: 1 }, items };
}
