import type { DraftTask } from '../../draft';
import { isCheckpointTitle } from '../../drafting/after-checkpoints';
import { manualGate } from '../../drafting/manual-gate';
import { type PhaseList, phaseList } from '../../drafting/phase-list';
import { noteHeard } from '../../drafting/running-gates';
import type { Findings } from '../../findings';
import { findHumanGate } from '../../gates/find-human-gate';
import { gateField } from '../../gates/gate-field';
import type { Ledger } from '../../text/ledger';
import type { Line } from '../../text/lines';
import { namesNotNow } from '../../text/not-now';
import type { Section as OutlineSection } from '../../text/outline';
import { quote } from '../../text/quote';
import type { SectionKind } from '../../text/section-kind';
import { heldHeading, statusHeading } from '../../text/status-heading';
import { headingStanding } from '../../text/take-standing';
import type { Place } from './box-task';

interface Section extends Place {
  readonly level: number;
  readonly kind: SectionKind;
  /** The task that was the last when the section began: criteria below may belong to a task inside its parent only. */
  readonly firstTask: number;
  /** A person must say yes before the tasks of the section. */
  gate: string | undefined;
  /** What was asked behind its last task: it holds for the section that comes after. */
  unheard: string | undefined;
  hasTasks: boolean;
  /** A checkpoint behind a task: it holds up the next one (`place-checkpoints.ts`). */
  readonly isPlaced: boolean;
}

const ABOVE_ALL: Place = { section: 0, phase: undefined, status: undefined, gate: undefined };

/** The headings that the current line stands below, and what they say of it. */
export class BoxSections {
  private readonly open: Section[] = [];
  private no = 0;
  /** The kind that a bold label gives until the next heading or label. */
  labelKind: SectionKind | undefined;
  private wholeGate: string | undefined;
  private readonly gated: Section[] = [];
  /** Asked, and no task came behind yet: what none hears is asked before all (`unheard-gates.ts`). */
  private pending: { readonly line: Line; readonly gate: string; readonly isField: boolean }[] = [];
  readonly phases: PhaseList;
  private readonly isBoard: boolean;
  /** What the outline says of each heading, by its line. */
  private readonly headed = new Map<number, { readonly kind: SectionKind; readonly phase: string | undefined }>();

  constructor(
    sections: readonly OutlineSection[],
    ledger: Ledger,
    private readonly findings: Findings,
  ) {
    this.isBoard = isBoard(sections);
    this.phases = phaseList(sections, ledger);
    for (const { no, heading, kind } of sections)
      if (heading !== undefined) this.headed.set(heading.no, { kind, phase: this.phases.phaseOf.get(no) });
  }

  /** `tasks`: how many there are so far. */
  enter(line: Line, text: string, tasks: number): void {
    let left: string | undefined;
    while (this.open.length > 0 && this.open.at(-1)!.level >= line.level) {
      left ??= this.open.at(-1)!.unheard;
      this.open.pop();
    }
    const outer = this.open.at(-1);
    const headed = this.headed.get(line.no);
    const column = this.isBoard && !this.isTitle(line) ? columnOf(text) : standingOf(text);
    const section: Section = {
      section: this.no + 1,
      level: line.level,
      kind: headed?.kind ?? 'tasks',
      firstTask: tasks,
      hasTasks: false,
      isPlaced: tasks > 0 && isCheckpointTitle(text),
      status: column.status ?? outer?.status,
      phase: headed?.phase ?? outer?.phase,
      gate: outer?.gate ?? left ?? column.gate,
      unheard: left,
    };
    this.no++;
    this.open.push(section);
    const byHand = column.gate === undefined && line.level > 1 ? manualGate(text) : undefined;
    if (byHand !== undefined) {
      section.gate = byHand;
      this.pending.push({ line, gate: byHand, isField: false });
    } else if (column.gate === undefined) this.gate(line);
    this.labelKind = undefined;
  }

  /** The heading above all is called as the file is: `# Todo`. */
  private isTitle(line: Line): boolean {
    return this.no === 0 && line.level === 1;
  }

  /** Words that ask for a person outside of any task hold for the section that they stand in. */
  gate(line: Line): void {
    const section = this.open.at(-1);
    const said = line.kind === 'heading' ? undefined : gateField(line.content);
    if (said === false) return;
    const gate = said ?? findHumanGate('', line.content.slice(0, 2_000));
    if (gate === undefined) return;
    if (section === undefined) {
      this.wholeGate = gate;
      return;
    }
    section.gate = gate;
    if (section.hasTasks) section.unheard = gate;
    this.gated.push(section);
    this.pending.push({ line, gate, isField: said !== undefined });
  }

  /** A label `Later:` holds for what stands below it, up to the next label. */
  plainLabel(label: string): void {
    if (namesNotNow(label)) this.labelKind = 'other';
    else if (this.labelKind === 'other') this.labelKind = undefined;
  }

  get kind(): SectionKind {
    return this.labelKind ?? this.open.at(-1)?.kind ?? 'tasks';
  }

  /** Words above the first heading, or in a section without tasks, hold for the whole plan. */
  get planGate(): string | undefined {
    const unheard =
      this.gated.find(({ hasTasks, isPlaced }) => !hasTasks && !isPlaced) ??
      this.pending.find(({ isField }) => isField);
    return this.wholeGate ?? unheard?.gate;
  }

  /** Where a task is that stands here. */
  taskPlace(): Place {
    const section = this.open.at(-1);
    if (section === undefined) return ABOVE_ALL;
    if (this.pending.length > 0) {
      this.pending = this.pending.filter(({ line, gate }) => {
        if (gate === section.gate) noteHeard(line, gate, this.findings);
        return gate !== section.gate;
      });
    }
    if (section.hasTasks && section.unheard === undefined) return section;
    for (const open of this.open) {
      open.hasTasks = true;
      open.unheard = undefined;
    }
    return section;
  }

  /** How many tasks there were before those that a criterion here may be of. */
  get criteriaFrom(): number {
    const section = this.labelKind === undefined ? this.open.at(-2) : this.open.at(-1);
    return section?.firstTask ?? 0;
  }
}

/** What a heading says of all that stands below it. */
interface Column {
  readonly status?: DraftTask['status'] | undefined;
  readonly gate?: string | undefined;
}

/** `Doing`, `Blocked`. */
function columnOf(title: string): Column {
  const status = statusHeading(title);
  const gate = heldHeading(title);
  return status === undefined && gate === undefined ? standingOf(title) : { status, gate };
}

/** `Phase 2: Tell (deferred)`. */
function standingOf(title: string): Column {
  const standing = headingStanding(title);
  if (standing === undefined) return {};
  return standing.means === 'skipped' ? { status: 'skipped' } : { gate: `The plan says ${quote(standing.said)}` };
}

/** Whether headings are columns of a board. One `Todo` alone only names a list, and its boxes say how far they are. */
function isBoard(sections: readonly OutlineSection[]): boolean {
  const columns = sections.flatMap(({ heading, title, no }) =>
    heading === undefined || (no === 1 && heading.level === 1)
      ? []
      : (statusHeading(title) ?? heldHeading(title) ?? []),
  );
  return columns.some((status) => status !== 'pending');
}
