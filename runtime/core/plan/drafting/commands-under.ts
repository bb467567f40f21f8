import type { DraftCriterion } from '../draft';
import { readFences } from '../text/fences';
import type { PlanDocument } from '../text/plan-document';
import { commandsIn } from './read-criteria';

/** The commands of shell fences below headings that are meant, and below headings inside those; each once. Linear. */
export function commandsUnder(document: PlanDocument, isMeant: (title: string) => boolean): readonly DraftCriterion[] {
  const inside = new Set<number>();
  const ranges: { readonly from: number; readonly title: string; readonly isMeant: boolean }[] = [];
  for (const { no, heading, title, parent } of document.sections()) {
    const isOne = isMeant(title) || inside.has(parent);
    if (isOne) inside.add(no);
    if (heading !== undefined) ranges.push({ from: heading.no, title, isMeant: isOne });
  }
  const commands = new Map<string, DraftCriterion>();
  if (inside.size === 0) return [];
  let at = 0;
  for (const fence of readFences(document)) {
    while (at + 1 < ranges.length && ranges[at + 1]!.from < fence.line) at++;
    const range = ranges[at];
    const isShell = /^(?:bash|sh|shell|zsh|console|)$/.test(fence.info);
    if (range === undefined || !range.isMeant || range.from > fence.line || !isShell) continue;
    for (const { at: row, command } of commandsIn(fence.document.text.split('\n'))) {
      const where = { line: fence.line + 1 + row, column: 1 };
      if (!commands.has(command)) commands.set(command, { criterion: `${range.title}: ${command}`, command, where });
    }
  }
  return [...commands.values()];
}
