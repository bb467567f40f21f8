import type { DraftCriterion, DraftPlan, DraftReference } from '../../draft';
import { type OrderedTask, orderByDocument } from '../../drafting/document-order';
import { applyAttribute, finishMarkdownTask, newMarkdownTask } from '../../drafting/markdown-task';
import { nameTasks } from '../../drafting/name-tasks';
import { readTaskReferences } from '../../drafting/read-task-references';
import type { Findings } from '../../findings';
import type { PlanLimits, Position } from '../../plan';
import { boldLabel, readAttribute } from '../../text/attributes';
import { findHumanGate } from '../../text/find-human-gate';
import { isGated, noteFrontmatter } from '../../text/frontmatter';
import { leadingId } from '../../text/leading-id';
import type { Ledger } from '../../text/ledger';
import type { Line } from '../../text/lines';
import { plainText } from '../../text/plain-text';
import type { PlanDocument } from '../../text/plan-document';
import { quote } from '../../text/quote';
import { readCriterion } from '../../text/read-criterion';
import { readHeading } from '../../text/read-heading';
import { labelKind, type SectionKind, sectionKind } from '../../text/section-kind';
import { takeMarks } from '../../text/take-marks';

interface BoxTask extends OrderedTask {
  readonly indent: number;
}

interface Section {
  readonly level: number;
  readonly kind: SectionKind;
  /** The task that was the last when the section began: criteria below may belong to a task inside its parent only. */
  readonly firstTask: number;
  /** A person must say yes before the tasks of the section. */
  gate?: string;
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

  constructor(
    private readonly findings: Findings,
    private readonly ledger: Ledger,
  ) {}

  line(line: Line): void {
    if (line.kind === 'heading') this.heading(line);
    else if (line.kind === 'box') this.box(line);
    else if (line.kind === 'near-box') this.nearBox(line);
    else if (line.kind === 'item') this.item(line);
    else if (line.kind === 'text') this.text(line);
    else if (line.kind === 'rule') this.current = undefined;
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
    const references = this.order(limits);
    const title = fields.get('title')?.value || fields.get('name')?.value || this.title;
    const gate = isGated(fields) ? 'autonomous: false' : this.planGate;
    return {
      title: title === '' ? document.name || 'Plan' : title,
      source: 'INLINE',
      where: { line: 1, column: 1 },
      criteria: this.unplaced,
      tasks: this.tasks.map((task, no) => finishMarkdownTask(task, references[no] ?? [])),
      ...(gate === undefined ? {} : { humanGate: gate }),
    };
  }

  /** Names the tasks, reads what they wait on, and gives the others the order of the document. */
  private order(limits: PlanLimits): readonly (readonly DraftReference[])[] {
    nameTasks(this.tasks, this.findings);
    if (this.tasks.length > limits.tasks) return [];
    const references = readTaskReferences(this.tasks, limits.edges, this.findings);
    const waitedOn = new Set<string>();
    for (const each of references) for (const { target } of each) waitedOn.add(target.toLowerCase());
    const isWaitedOn = (no: number): boolean => {
      if (waitedOn.size === 0) return false;
      const { originalId, aliases } = this.tasks[no]!;
      return waitedOn.has(originalId.toLowerCase()) || aliases.some((alias) => waitedOn.has(alias));
    };
    orderByDocument(this.tasks, isWaitedOn, this.findings);
    return references;
  }

  private heading(line: Line): void {
    const { text } = readHeading(line.content);
    if (line.level === 1 && this.title === '')
      this.title = text.replace(/^(?:Plan|Tasks|Implementation Plan): {0,4}/i, '');
    while (this.sections.length > 0 && this.sections[this.sections.length - 1]!.level >= line.level)
      this.sections.pop();
    const outer = this.sections[this.sections.length - 1];
    const section: Section = {
      level: line.level,
      kind: sectionKind(text) ?? outer?.kind ?? 'tasks',
      firstTask: this.tasks.length,
    };
    this.sections.push(section);
    if (outer?.gate !== undefined) section.gate = outer.gate;
    this.gateSection(line);
    this.sectionNo++;
    this.labelKind = undefined;
    this.current = undefined;
    this.criteriaIndent = -1;
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
    this.criteriaIndent = -1;
    const kind = this.kind();
    if (kind === 'other') return;
    if (kind === 'criteria') {
      this.criterion(line);
      return;
    }
    this.ledger.mark(line, 'task');
    this.tasks.push(this.newTask(line));
    this.current = this.tasks[this.tasks.length - 1];
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
    const { id, text } = leadingId(line);
    this.ledger.mark(line, 'subtask');
    task.subtasks.push({ originalId: id ?? '', title: plainText(text), isDone: isTicked(line), where: at(line) });
  }

  private nearBox(line: Line): void {
    if (this.kind() === 'other') return;
    this.findings.problem('PLAN_NEAR_BOX', at(line), `This looks like a task, but is none: ${quote(line.content)}`, {
      hint: 'Write "- [ ] text": one space before, inside and behind the brackets',
    });
  }

  private item(line: Line): void {
    const task = this.current;
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
    const task: BoxTask = { ...base, section: this.sectionNo, isParallel: marked.isParallel, indent: line.indent };
    if (isTicked(line)) task.status = 'completed';
    else if (isStruck) task.status = 'skipped';
    else if (line.mark === '-' || line.mark === '/') task.status = 'in_progress';
    else if (line.mark !== ' ')
      this.findings.note('NOTE_NOT_UNDERSTOOD', at(line), `The mark [${line.mark}] is read as open`);
    for (const attribute of marked.attributes) {
      const isKnown = applyAttribute(task, attribute, at(line), this.findings);
      if (!isKnown) task.title = `${task.title} (${attribute.name}: ${attribute.value})`;
    }
    const gate = this.sections[this.sections.length - 1]?.gate;
    if (gate !== undefined) task.humanGate ??= gate;
    if (marked.prose !== undefined) task.dependsOn.push({ expression: marked.prose, where: at(line) });
    return task;
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

function isTicked(line: Line): boolean {
  return 'xX✓✅☑'.includes(line.mark);
}

function at(line: Line): Position {
  return { line: line.no, column: line.column };
}
