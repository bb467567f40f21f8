import type { Ledger } from '../text/ledger';
import { type NumberedTitle, numberedTitle } from '../text/numbered-title';
import type { Section } from '../text/outline';
import { phaseHeading } from '../text/phase-heading';

export interface PhaseList {
  /** The names of all phases in document order; steps that only group boxes are none. */
  readonly names: readonly string[];
  /** The phase that a section lies in, by its number. */
  readonly phaseOf: ReadonlyMap<number, string>;
}

/**
 * The phases of a document: headings `Phase 2: …`, `Week 1`, `阶段一`. Where groups lie in groups, the outer ones count.
 * A heading that names a phase again, under criteria or risks, or by the same title, is no other phase; a number that
 * comes again with another title is. Marks the headings. Linear.
 */
export function phaseList(sections: readonly Section[], ledger: Ledger): PhaseList {
  const phases = headingsThat(sections, phaseHeading);
  // Without phases, headings `Step 3: …` above the boxes are the groups.
  const found = phases.length > 0 ? phases : headingsThat(sections, numberedTitle);
  const work = found.filter(({ section }) => isWork(section, sections));
  const meant = work.length > 0 ? work : found;
  const outer = meant.reduce((level, { section }) => Math.min(level, section.level), 6);
  const word = meant.find(({ section }) => section.level === outer)?.phase.word;
  const names = new Map<string, string>();
  const ids = new Map<string, string>();
  const phaseOf = new Map<number, string>();
  for (const { section, phase } of found) {
    const around = phaseOf.get(section.parent);
    const isPart =
      around !== undefined && phase.id.startsWith(`${(phaseHeading(around) ?? numberedTitle(around))?.id}.`);
    if (phase.word !== word || isPart) continue;
    const isMeant = work.length === 0 || isWork(section, sections);
    const key = `${phase.id.toLowerCase()}\n${plain(phase.title)}`;
    const known = names.get(key) ?? (isMeant ? undefined : ids.get(phase.id));
    if (known === undefined && !isMeant) continue;
    ledger.mark(section.heading!, known === undefined ? 'group' : 'repeat');
    const name = known ?? section.title;
    if (known === undefined) names.set(key, name);
    if (!ids.has(phase.id)) ids.set(phase.id, name);
    for (let no = section.no; no < section.end; no++) phaseOf.set(no, name);
  }
  return { names: phases.length > 0 ? [...names.values()] : [], phaseOf };
}

function headingsThat(
  sections: readonly Section[],
  read: (title: string) => NumberedTitle | undefined,
): readonly { readonly section: Section; readonly phase: NumberedTitle }[] {
  return sections.flatMap((section) => {
    const phase = section.heading === undefined ? undefined : read(section.title);
    return phase === undefined ? [] : [{ section, phase }];
  });
}

/** A heading among the work; `Phase 3 complete when` and phases of a list of metrics are not. */
function isWork(section: Section, sections: readonly Section[]): boolean {
  const around = sections[section.parent];
  return section.kind !== 'criteria' && (around === undefined || around.kind === 'tasks');
}

/** A title in the form by which titles are compared. */
export function plain(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]{1,200}/gu, ' ')
    .trim();
}
