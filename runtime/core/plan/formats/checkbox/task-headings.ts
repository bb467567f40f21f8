import type { ChosenList } from '../../drafting/list-plan/list-item';
import { wordHeadings } from '../../drafting/list-plan/numbered-headings';
import { numberedTitle } from '../../text/numbered-title';
import type { Section } from '../../text/outline';

/**
 * Headings `Task 2.1: …` whose boxes are parts or criteria: then the headings are the tasks. Undefined when the boxes
 * stand elsewhere, or headings say `Step` or `Phase`, which only group boxes.
 */
export function taskHeadings(sections: readonly Section[]): ChosenList | undefined {
  const headings = sections.filter(
    ({ title, kind, heading }) => heading !== undefined && kind === 'tasks' && numberedTitle(title)?.word === 'task',
  );
  if (headings.length < 2) return undefined;
  const inside = new Set(headings.flatMap(({ no, end }) => Array.from({ length: end - no }, (_, at) => no + at)));
  let own = 0;
  let others = 0;
  for (const { no, kind, lines } of sections) {
    const boxes = lines.filter((line) => line.kind === 'box' && line.content !== '').length;
    if (inside.has(no)) own += boxes;
    else if (kind === 'tasks') others += boxes;
  }
  return own > 0 && others * 4 <= own ? wordHeadings(sections) : undefined;
}
