import type { Line } from '../text/lines';
import type { Section } from '../text/outline';
import { isCheckpointTitle } from './after-checkpoints';
import { manualGate } from './manual-gate';
import { OpenGates } from './open-gates';
import { gateIn } from './task-body';

/** Words that ask for a person outside of any task. */
export interface SectionGates {
  /** By the number of a section: what is asked before each task in it. */
  readonly ofSection: ReadonlyMap<number, string>;
  /** What is asked before a task whose line has this number. */
  at(lineNo: number): string | undefined;
  /** What is asked before anything starts. */
  readonly plan: string | undefined;
}

/**
 * Finds the words that ask for a person in headings and in lines that belong to no task: those of a section hold for all
 * tasks in it and in the sections inside; those of a section without tasks, above the first heading or below the title
 * hold for the plan. Linear.
 */
export function sectionGates(sections: readonly Section[], isTask: (line: Line) => boolean): SectionGates {
  const ofSection = new Map<number, string>();
  const hasTasks = sectionsWithTasks(sections, isTask);
  const first = sections.findIndex((section) => holdsTask(section, isTask));
  const open = new OpenGates();
  let plan: string | undefined;
  for (const section of sections) {
    const { no, heading, level, lines } = section;
    const own = lines.filter((line) => !isTask(line));
    const byHand = hasTasks.has(no) ? manualGate(section.title) : undefined;
    const said = byHand ?? gateIn('', heading === undefined || isTask(heading) ? own : [heading, ...own]);
    // A checkpoint behind a task holds up the next one (`place-checkpoints.ts`).
    const isPlaced = first >= 0 && no > first && isCheckpointTitle(section.title);
    if (level < 2 || (!hasTasks.has(no) && !isPlaced)) plan ??= said;
    if (heading !== undefined) open.enter(level);
    if (level >= 2 && said !== undefined) open.ask(said);
    if (open.current !== undefined) ofSection.set(no, open.current);
  }
  return { ofSection, at: (lineNo) => ofSection.get(sectionAt(sections, lineNo)), plan };
}

const holdsTask = ({ heading, lines }: Section, isTask: (line: Line) => boolean): boolean =>
  (heading !== undefined && isTask(heading)) || lines.some(isTask);

function sectionsWithTasks(sections: readonly Section[], isTask: (line: Line) => boolean): ReadonlySet<number> {
  const found = new Set<number>();
  for (const section of sections) {
    if (!holdsTask(section, isTask)) continue;
    for (let at = section.no; at >= 0 && !found.has(at); at = sections[at]!.parent) found.add(at);
  }
  return found;
}

/** The number of the section that a line stands in; a heading stands in its own. */
function sectionAt(sections: readonly Section[], lineNo: number): number {
  let low = 0;
  let high = sections.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sections[middle]!.heading?.no ?? 0) <= lineNo) low = middle;
    else high = middle - 1;
  }
  return low;
}
