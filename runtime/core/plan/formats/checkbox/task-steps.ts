import { type ChosenList, isOrdered, itemsOf, type ListItem } from '../../drafting/list-plan/list-item';
import { stepLines } from '../../drafting/list-plan/step-lines';
import { cut } from '../../text/cut';
import type { Line } from '../../text/lines';
import type { Section } from '../../text/outline';
import { phaseHeading } from '../../text/phase-heading';

/**
 * Numbered steps `1. Dig`, or `**Step 1: Dig**`, whose boxes stand below them: then the steps are the tasks, also those
 * without a box, and the boxes their parts. Undefined when boxes stand elsewhere.
 */
export function taskSteps(sections: readonly Section[]): ChosenList | undefined {
  const work = sections.filter(({ kind }) => kind === 'tasks');
  const boxes = work.reduce((sum, { lines }) => sum + countBoxes(lines), 0);
  if (boxes === 0) return undefined;
  const named = stepLines(sections);
  const items = named?.items ?? numbered(work);
  const inside = items.reduce((sum, { body }) => sum + countBoxes(body), 0);
  const areSteps = items.length > 1 && inside * 5 >= boxes * 4 && items.some(({ line }) => !isBox(line));
  if (!areSteps || (named !== undefined && items.every(({ body }) => body.some(isBox)))) return undefined;
  return { how: named?.how ?? `the numbered steps, from "${cut(items[0]!.text, 60)}"`, items };
}

/** The numbered lists that have boxes below their items, and those of other phases. */
function numbered(sections: readonly Section[]): readonly ListItem[] {
  const lists = sections.flatMap((section) => {
    if (!section.lines.some(isOrdered)) return [];
    const items = itemsOf(section, isOrdered);
    const hasBoxes = items.some(({ line, body }) => !isBox(line) && body.some(isBox));
    const phase = phaseHeading(section.title)?.id;
    return items.length > 0 && (hasBoxes || phase !== undefined) ? [{ items, phase, hasBoxes }] : [];
  });
  if (!lists.some(({ hasBoxes }) => hasBoxes)) return [];
  return lists.flatMap(({ items, phase }) =>
    lists.length === 1 || phase === undefined ? items : items.map((item) => ({ ...item, id: `${phase}.${item.id}` })),
  );
}

function countBoxes(lines: readonly Line[]): number {
  let count = 0;
  for (const line of lines) if (isBox(line)) count++;
  return count;
}

function isBox({ kind, content }: Line): boolean {
  return kind === 'box' && content !== '';
}
