import type { DraftCriterion, DraftPlan, DraftReference, DraftTask } from '../../draft';
import { type OrderedTask, orderByDocument } from '../../drafting/document-order';
import { followOutsiders, graphEdges } from '../../drafting/graph-edges';
import { applyAttribute, finishMarkdownTask, newMarkdownTask } from '../../drafting/markdown-task';
import { nameTasks } from '../../drafting/name-tasks';
import { type PhaseList, phaseList, plain } from '../../drafting/phase-list';
import { readTaskReferences } from '../../drafting/read-task-references';
import type { Findings } from '../../findings';
import type { PlanLimits, Position } from '../../plan';
import { boldLabel, readAttribute } from '../../text/attributes';
import { findHumanGate } from '../../text/find-human-gate';
import { isGated, noteFrontmatter } from '../../text/frontmatter';
import { leadingId } from '../../text/leading-id';
import type { Ledger } from '../../text/ledger';
import type { Line } from '../../text/lines';
import { numberedTitle } from '../../text/numbered-title';
import type { Section as OutlineSection } from '../../text/outline';
import { plainText } from '../../text/plain-text';
import type { PlanDocument } from '../../text/plan-document';
import { quote } from '../../text/quote';
import { readCriterion } from '../../text/read-criterion';
import { readHeading } from '../../text/read-heading';
import { labelKind, type SectionKind, sectionKind } from '../../text/section-kind';
import { statusHeading } from '../../text/status-heading';
import { takeMarks } from '../../text/take-marks';
import { repeatedBoxes } from './same-list-twice';
import { noteEmptyBoxes, noteReport } from './status-conflicts';

interface BoxTask extends OrderedTask {
  readonly indent: number;
  readonly phase?: string;
  readonly isOptional?: true;
}

interface Section {
  readonly level: number;
  readonly kind: SectionKind;
  /** The task that was the last when the section began: criteria below may belong to a task inside its parent only. */
  readonly firstTask: number;
  /** A person must say yes before the tasks of the section. */
  gate?: string;
  /** What the section says of all its tasks: `Done`, `进行中`. */
  readonly status: DraftTask['status'] | undefined;
  readonly phase: string | undefined;
}

/** A heading `Step 3: Boil` above boxes of its own. */
interface NumberedHeading {
  readonly title: string;
  boxes: number;
}

/** Reads the lines one by one; which section a box stands in says what it is. */
export class CheckboxReader {
  private readonly tasks: BoxTask[] = [];
  private readonly sections: Section[] = [];
  private readonly unplaced: DraftCriterion[] = [];
  private sectionNo = 0;
  private title = '';
  /** The kind that a bold label gives until the next heading or label. */
  private labelKind: SectionKind | undefined;
  private current: BoxTask | undefined;
  /** Inside a task: boxes below `Acceptance criteria:` are its criteria. */
  private criteriaIndent = -1;
  /** Words above the first heading hold for the whole plan. */
  private planGate: string | undefined;
  private readonly byId = new Map<string, BoxTask>();
  private readonly byLine = new Map<number, BoxTask>();
  private readonly headings = new Map<string, NumberedHeading>();
  private lastHeading: NumberedHeading | undefined;
  /** The task that the heading above names again: what stands below says more about it. */
  private merged: BoxTask | undefined;
  /** The box above says again what another one says. */
  private isInRepeat = false;
  private readonly phases: PhaseList;
  private readonly phaseAt = new Map<number, string>();
  private readonly repeats: ReadonlyMap<number, number>;

  constructor(
    private readonly findings: Findings,
    private readonly ledger: Ledger,
    sections: readonly OutlineSection[],
  ) {
    this.phases = phaseList(sections, ledger);
    for (const { no, heading } of sections) {
      const phase = this.phases.phaseOf.get(no);
      if (heading !== undefined && phase !== undefined) this.phaseAt.set(heading.no, phase);
    }
    this.repeats = repeatedBoxes(sections);
    noteEmptyBoxes(sections, findings);
  }

  get hasTasks(): boolean {
    return this.tasks.length > 0;
  }

  /** Criteria that no task was above of. */
  get plainCriteria(): readonly DraftCriterion[] {
    return this.unplaced;
  }

  line(line: Line): void {
    if (line.kind === 'heading') this.heading(line);
    else if (line.kind === 'box') this.box(line);
    else if (line.kind === 'near-box') this.nearBox(line);
    else if (line.kind === 'item') this.item(line);
    else if (line.kind === 'text') this.text(line);
    else if (line.kind === 'rule') this.leave();
  }

  finish(document: PlanDocument, limits: PlanLimits): DraftPlan {
    const { fields } = document.frontmatter();
    noteFrontmatter(document.frontmatter(), this.findings);
    const inFrontmatter = fields.get('tasks');
    if (inFrontmatter !== undefined && this.tasks.length > 0) {
      this.findings.problem('PLAN_AMBIGUOUS', inFrontmatter.where, 'Tasks stand in the frontmatter and in the text', {
        hint: 'Keep one of the two lists',
      });
    }
    const [unplaced] = this.unplaced;
    if (unplaced !== undefined && this.tasks.length === 0) {
      this.findings.problem('PLAN_ORPHAN_CRITERION', unplaced.where, 'The plan has criteria, but no task', {
        hint: 'Add tasks as boxes under a heading of their own',
      });
    }
    const references = this.order(document, limits);
    const title = fields.get('title')?.value || fields.get('name')?.value || this.title;
    const gate = isGated(fields) ? 'autonomous: false' : this.planGate;
    if (this.tasks.length > 0) noteReport(document.name, title, this.findings);
    return {
      title: title === '' ? document.name || 'Plan' : title,
      source: 'INLINE',
      where: { line: 1, column: 1 },
      criteria: this.unplaced,
      ...(this.phases.names.length === 0 ? {} : { phases: this.phases.names }),
      tasks: this.tasks.map(({ section: _s, isParallel, indent: _i, ...task }, no) => ({
        ...finishMarkdownTask(task, references[no] ?? []),
        ...(isParallel ? { isParallel } : {}),
      })),
      ...(gate === undefined ? {} : { humanGate: gate }),
    };
  }

  /** Names the tasks, reads what they wait on, and gives the others the order of the document. */
  private order(document: PlanDocument, limits: PlanLimits): readonly (readonly DraftReference[])[] {
    nameTasks(this.tasks, this.findings);
    if (this.tasks.length > limits.tasks) return [];
    const written = readTaskReferences(this.tasks, limits.edges, this.findings);
    const drawn = graphEdges(document, this.tasks, this.findings);
    if (drawn.size > 0) {
      const all = written.map((own, no) => [...own, ...(drawn.get(no) ?? [])]);
      followOutsiders(this.tasks, all);
      return all;
    }
    const references = written;
    const waitedOn = new Set(references.flat().map(({ target }) => target.toLowerCase()));
    const isWaitedOn = (no: number): boolean => {
      const { originalId, aliases } = this.tasks[no]!;
      return waitedOn.has(originalId.toLowerCase()) || aliases.some((alias) => waitedOn.has(alias));
    };
    orderByDocument(this.tasks, isWaitedOn, this.findings);
    return references;
  }

  private heading(line: Line): void {
    const { text } = readHeading(line.content);
    this.leave();
    if (line.level === 1 && this.title === '')
      this.title = text.replace(/^(?:Plan|Tasks|Implementation Plan): {0,4}/i, '');
    while (this.sections.length > 0 && this.sections[this.sections.length - 1]!.level >= line.level)
      this.sections.pop();
    const outer = this.sections[this.sections.length - 1];
    const section: Section = {
      level: line.level,
      kind: sectionKind(text) ?? outer?.kind ?? 'tasks',
      firstTask: this.tasks.length,
      status: statusHeading(text) ?? outer?.status,
      phase: this.phaseAt.get(line.no),
    };
    this.sections.push(section);
    if (outer?.gate !== undefined) section.gate = outer.gate;
    this.gateSection(line);
    this.sectionNo++;
    this.labelKind = undefined;
    this.criteriaIndent = -1;
    this.numbered(line, text);
  }

  /** `Step 3: Boil` above a box of that name, or below it. */
  private numbered(line: Line, text: string): void {
    this.lastHeading = undefined;
    const found = numberedTitle(text);
    if (found === undefined || found.title === '') return;
    const task = this.byId.get(found.id.toLowerCase());
    if (task !== undefined && isSame(task.title, found.title)) {
      this.ledger.mark(line, 'repeat');
      this.merged = task;
      return;
    }
    this.lastHeading = { title: found.title, boxes: 0 };
    this.headings.set(found.id.toLowerCase(), this.lastHeading);
  }

  private leave(): void {
    this.current = undefined;
    this.merged = undefined;
    this.isInRepeat = false;
  }

  /** Words that ask for a person outside of any task hold for the section that they stand in. */
  private gateSection(line: Line): void {
    const section = this.sections[this.sections.length - 1];
    const attribute = line.kind === 'heading' ? undefined : readAttribute(line.content);
    const said = attribute?.name === 'gate' && attribute.value !== '' ? attribute.value : undefined;
    const gate = said ?? findHumanGate('', line.content.slice(0, 2_000));
    if (gate === undefined) return;
    if (section === undefined) {
      this.planGate = gate;
      return;
    }
    section.gate = gate;
    this.findings.note(
      'NOTE_HUMAN_GATE',
      at(line),
      `A person is asked before each task of this section: ${quote(gate)}`,
    );
  }

  private box(line: Line): void {
    if (line.content === '') return;
    const task = this.current;
    if (task !== undefined && line.indent >= task.indent + 2) {
      this.nested(task, line);
      return;
    }
    if (this.isInRepeat && line.indent >= 2) {
      this.ledger.mark(line, 'repeat');
      return;
    }
    this.isInRepeat = false;
    this.criteriaIndent = -1;
    const kind = this.kind();
    if (kind === 'other') return;
    if (kind === 'criteria') {
      this.criterion(line);
      return;
    }
    if (this.isRepeat(line)) return;
    if (this.merged !== undefined) {
      this.subtask(this.merged, line);
      return;
    }
    if (this.lastHeading !== undefined) this.lastHeading.boxes++;
    this.ledger.mark(line, 'task');
    const added = this.newTask(line);
    this.tasks.push(added);
    if (added.originalId !== '' && !this.byId.has(added.originalId.toLowerCase()))
      this.byId.set(added.originalId.toLowerCase(), added);
    if (this.repeats.size > 0) this.byLine.set(line.no, added);
    this.current = added;
  }

  /** A list that stands a second time, or sums up headings whose boxes are the tasks. When marks differ, it is open. */
  private isRepeat(line: Line): boolean {
    const first = this.repeats.get(line.no);
    const task = first === undefined ? undefined : this.byLine.get(first);
    if (task === undefined && this.headings.size > 0) {
      const { id, text } = leadingId(line);
      const heading = id === undefined ? undefined : this.headings.get(id.toLowerCase());
      if (heading === undefined || heading.boxes === 0 || !isSame(plainText(text), heading.title)) return false;
    } else if (task === undefined) return false;
    this.ledger.mark(line, 'repeat');
    this.current = undefined;
    this.isInRepeat = true;
    if (task !== undefined && (task.status === 'completed') !== isTicked(line)) {
      this.findings.note(
        'NOTE_STATUS_CONFLICT',
        at(line),
        `${quote(task.title)} is marked otherwise in line ${task.where.line}; it counts as open`,
      );
      if (task.status === 'completed') task.status = 'pending';
    }
    return true;
  }

  private nested(task: BoxTask, line: Line): void {
    if (this.criteriaIndent >= 0 && line.indent > this.criteriaIndent) {
      this.ledger.mark(line, 'criterion');
      task.criteria.push({ ...readCriterion(line.content), where: at(line) });
      return;
    }
    this.criteriaIndent = -1;
    const attribute = readAttribute(line.content);
    if (attribute?.name === 'verify' && applyAttribute(task, attribute, at(line), this.findings)) {
      this.ledger.mark(line, 'criterion');
      return;
    }
    this.subtask(task, line);
  }

  private subtask(task: BoxTask, line: Line): void {
    const { id, text } = leadingId(line);
    this.ledger.mark(line, 'subtask');
    task.subtasks.push({
      originalId: id ?? '',
      title: plainText(text),
      isDone: isTicked(line),
      ...(line.isOptional ? { isOptional: true } : {}),
      where: at(line),
    });
  }

  private nearBox(line: Line): void {
    if (this.kind() === 'other') return;
    this.findings.problem('PLAN_NEAR_BOX', at(line), `This looks like a task, but is none: ${quote(line.content)}`, {
      hint: 'Write "- [ ] text": one space before, inside and behind the brackets',
    });
  }

  private item(line: Line): void {
    const task = this.current;
    if (this.merged !== undefined) {
      if (this.kind() === 'criteria') {
        this.ledger.mark(line, 'criterion');
        this.merged.criteria.push({ ...readCriterion(line.content), where: at(line) });
      } else this.more(this.merged, line);
      return;
    }
    if (task === undefined || line.indent <= task.indent) {
      this.current = undefined;
      if (this.kind() === 'criteria' && line.indent < 2 && line.content !== '') this.criterion(line);
      else this.gateSection(line);
      return;
    }
    if (this.criteriaIndent >= 0 && line.indent > this.criteriaIndent) {
      this.ledger.mark(line, 'criterion');
      task.criteria.push({ ...readCriterion(line.content), where: at(line) });
      return;
    }
    this.criteriaIndent = -1;
    this.ledger.mark(line, 'detail');
    if (!this.attribute(task, line)) task.description.push(`- ${plainText(line.content)}`);
  }

  private text(line: Line): void {
    const task = this.current;
    const label = boldLabel(line.content);
    if (this.merged !== undefined) {
      const kind = label === undefined ? undefined : labelKind(label);
      if (label !== undefined) this.labelKind = kind;
      this.more(this.merged, line);
      return;
    }
    if (task !== undefined && line.indent > task.indent) {
      if (!this.attribute(task, line)) task.description.push(plainText(line.content));
      return;
    }
    this.current = undefined;
    this.gateSection(line);
    const kind = label === undefined ? undefined : labelKind(label);
    if (label !== undefined) this.labelKind = kind;
    const attribute = readAttribute(line.content);
    if (label === undefined && attribute?.name === 'criteria' && attribute.value === '') this.labelKind = 'criteria';
  }

  /** What stands below the heading of a task that is a box elsewhere. */
  private more(task: BoxTask, line: Line): void {
    if (line.kind === 'item') this.ledger.mark(line, 'detail');
    const attribute = readAttribute(line.content);
    const isOwn = attribute !== undefined && attribute.value !== '' && MERGED.has(attribute.name);
    if (isOwn) applyAttribute(task, attribute, at(line), this.findings);
    else task.description.push(line.kind === 'item' ? `- ${plainText(line.content)}` : plainText(line.content));
  }

  private attribute(task: BoxTask, line: Line): boolean {
    const attribute = readAttribute(line.content);
    if (attribute === undefined) return false;
    if (attribute.name === 'criteria') {
      this.criteriaIndent = line.indent;
      if (attribute.value !== '') task.criteria.push({ ...readCriterion(attribute.value), where: at(line) });
      return true;
    }
    return applyAttribute(task, attribute, { line: line.no, column: line.column + attribute.offset }, this.findings);
  }

  private kind(): SectionKind {
    return this.labelKind ?? this.sections[this.sections.length - 1]?.kind ?? 'tasks';
  }

  private newTask(line: Line): BoxTask {
    const { id, text } = leadingId(line);
    const marked = takeMarks(text);
    const isStruck = line.content.startsWith('~~') && line.content.endsWith('~~') && line.content.length > 4;
    const base = newMarkdownTask(id ?? '', plainText(marked.text), at(line));
    const section = this.sections[this.sections.length - 1];
    const phase = this.phaseNow();
    const task: BoxTask = {
      ...base,
      section: this.sectionNo,
      isParallel: marked.isParallel,
      indent: line.indent,
      ...(phase === undefined ? {} : { phase }),
      ...(line.isOptional || /\(optional\)/i.test(line.content) ? { isOptional: true } : {}),
    };
    if (isTicked(line)) task.status = 'completed';
    else if (isStruck) task.status = 'skipped';
    else if (line.mark === '-' || line.mark === '/') task.status = 'in_progress';
    else if (line.mark !== ' ')
      this.findings.note('NOTE_NOT_UNDERSTOOD', at(line), `The mark [${line.mark}] is read as open`);
    this.bySection(task, section?.status, line);
    for (const attribute of marked.attributes) {
      const isKnown = applyAttribute(task, attribute, at(line), this.findings);
      if (!isKnown) task.title = `${task.title} (${attribute.name}: ${attribute.value})`;
    }
    const gate = section?.gate;
    if (gate !== undefined) task.humanGate ??= gate;
    if (marked.prose !== undefined) task.dependsOn.push({ expression: marked.prose, where: at(line) });
    return task;
  }

  private phaseNow(): string | undefined {
    return this.sections.findLast(({ phase }) => phase !== undefined)?.phase;
  }

  /** Where sections are columns of a board, the column says how far a task is, also when its box says otherwise. */
  private bySection(task: BoxTask, status: DraftTask['status'] | undefined, line: Line): void {
    if (status === undefined || status === task.status) return;
    const isConflict = isTicked(line) || (status === 'completed' && line.mark === ' ');
    if (isConflict)
      this.findings.note(
        'NOTE_STATUS_CONFLICT',
        at(line),
        `The section says ${status}, the box says ${task.status}; the section counts`,
      );
    task.status = status;
  }

  private criterion(line: Line): void {
    this.ledger.mark(line, 'criterion');
    const outer = this.sections[this.sections.length - 2];
    const from =
      this.labelKind === undefined
        ? (outer?.firstTask ?? 0)
        : (this.sections[this.sections.length - 1]?.firstTask ?? 0);
    const owner = this.tasks.length > from ? this.tasks[this.tasks.length - 1] : undefined;
    const criterion = { ...readCriterion(line.content), where: at(line) };
    if (owner === undefined) this.unplaced.push(criterion);
    else owner.criteria.push(criterion);
  }
}

/** Fields that a body may set for a task that is a box elsewhere. */
const MERGED = new Set(['depends', 'estimate', 'gate', 'autonomous', 'type', 'files', 'verify']);

/** Two titles of one thing: equal, or one is the beginning of the other. */
function isSame(a: string, b: string): boolean {
  const [one, other] = [plain(a), plain(b)];
  return one !== '' && other !== '' && (one.startsWith(other) || other.startsWith(one));
}

function isTicked(line: Line): boolean {
  return 'xX✓✅☑'.includes(line.mark);
}

function at(line: Line): Position {
  return { line: line.no, column: line.column };
}
