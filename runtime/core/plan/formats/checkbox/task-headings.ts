import type { ChosenList } from '../../drafting/list-plan/list-item';
import { wordHeadings } from '../../drafting/list-plan/numbered-headings';
import { numberedTitle } from '../../text/numbered-title';
import type { Section } from '../../text/outline';

/**
 * Headings `Task 2.1: …` whose boxes are parts or criteria: then the headings are the tasks. Undefined when the boxes
 * stand elsewhere, or headings say `Phase`, which only groups boxes. So does `Step`, unless some steps have no box: then
 * those would be no work.
 */
export function taskHeadings(sections: readonly Section[]): ChosenList | undefined {
  const named = (word: string): readonly Section[] =>
    sections.filter(
      ({ title, kind, heading }) => heading !== undefined && kind === 'tasks' && numberedTitle(title)?.word === word,
    );
  const tasks = named('task');
  const steps = tasks.length < 2 ? named('step') : [];
  const headings = steps.some((step) => !hasBox(step, sections)) ? steps : tasks;
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

function hasBox({ no, end }: Section, sections: readonly Section[]): boolean {
  return sections.slice(no, end).some(({ lines }) => lines.some(({ kind }) => kind === 'box'));
}
