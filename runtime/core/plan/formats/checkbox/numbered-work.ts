import { namesList } from '../../drafting/list-plan/choose-list';
import type { ChosenList, ListItem } from '../../drafting/list-plan/list-item';
import { plainHeadings } from '../../drafting/list-plan/numbered-headings';
import type { Section } from '../../text/outline';

/**
 * Headings `1. Set up` … `4. Clean up` of which only some have boxes: where most have none, the headings are the tasks, and
 * the boxes their parts; else those without would be no work. Undefined where boxes stand elsewhere, group all of it, or stand below
 * a heading that says itself that it lists the tasks: `6. Next steps`.
 */
export function numberedWork(sections: readonly Section[]): ChosenList | undefined {
  const found = plainHeadings(sections, true);
  if (found === undefined) return undefined;
  const boxed = found.items.filter(hasBox);
  if (boxed.every(({ text }) => namesList(text))) return undefined;
  const inside = boxed.reduce((sum, { body }) => sum + body.filter(isBox).length, 0);
  const all = sections.reduce((sum, { kind, lines }) => sum + (kind === 'tasks' ? lines.filter(isBox).length : 0), 0);
  const areTasks = boxed.length > 0 && boxed.length * 2 <= found.items.length && inside * 5 >= all * 4;
  return areTasks ? found : undefined;
}

function hasBox({ body }: ListItem): boolean {
  return body.some(isBox);
}

function isBox({ kind, content }: ListItem['line']): boolean {
  return kind === 'box' && content !== '';
}
