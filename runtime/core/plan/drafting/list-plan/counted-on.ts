import { cut } from '../../text/cut';
import type { Line } from '../../text/lines';
import { type Section, withoutNumber } from '../../text/outline';
import { phaseHeading } from '../../text/phase-heading';
import { plainText } from '../../text/plain-text';
import { type ChosenList, isOrdered, itemsOf } from './list-item';

/**
 * Numbered lists of several phases whose numbers go on from one to the next (1, 2 in the first, 3, 4 in the second): then their
 * items are the tasks, and the phases only group them. Phases may be headings, also numbered ones, or lines in bold. Linear.
 */
export function countedOn(sections: readonly Section[]): ChosenList | undefined {
  let phases = 0;
  const items = sections.flatMap((section) => {
    if (section.kind !== 'tasks') return [];
    const isGroup = phaseHeading(section.title) !== undefined || withoutNumber(section.title) !== section.title;
    const named = isGroup ? 1 : section.lines.filter(isPhase).length;
    const own = named === 0 ? [] : itemsOf(section, isOrdered);
    if (own.length > 0) phases += named;
    return own;
  });
  const isRun = items.every(({ id }, no) => Number(id) === no + 1);
  if (phases < 2 || items.length <= phases || !isRun) return undefined;
  return { how: `the numbers that go on through the phases, from "${cut(items[0]!.text, 60)}"`, items };
}

function isPhase({ kind, indent, content }: Line): boolean {
  return kind === 'text' && indent < 2 && content.startsWith('**') && phaseHeading(plainText(content)) !== undefined;
}
