import type { DraftCriterion, DraftPlan } from '../../draft';
import { applyAttribute } from '../../drafting/apply-attribute';
import type { ListItem } from '../../drafting/list-plan/list-item';
import { added } from '../../drafting/markdown-task';
import type { Findings } from '../../findings';
import type { PlanLimits } from '../../plan';
import { at } from '../../text/at';
import { type Attribute, boldLabel, readAttribute } from '../../text/attributes';
import type { Ledger } from '../../text/ledger';
import type { Line } from '../../text/lines';
import type { Section } from '../../text/outline';
import { testCommand } from '../../text/plain-command';
import { plainText } from '../../text/plain-text';
import type { PlanDocument } from '../../text/plan-document';
import { quote } from '../../text/quote';
import { readCriterion } from '../../text/read-criterion';
import { readHeading } from '../../text/read-heading';
import { labelKind } from '../../text/section-kind';
import { boxPlan } from './box-plan';
import { BoxSections } from './box-sections';
import { type BoxTask, boxSubtask, boxTask } from './box-task';
import { KnownWork } from './known-work';
import { noteEmptyBoxes } from './status-conflicts';
import { rowTask, tableWork } from './table-work';

/** `Later:` on a line of its own. */
const PLAIN_LABEL = /^[^\s*`|>].{1,40}[:：]$/;
/** Fields that a body may set for a task that is a box elsewhere. */
const MERGED = new Set(['depends', 'estimate', 'gate', 'autonomous', 'type', 'files', 'verify']);

/** Reads the lines one by one; which section a box stands in says what it is. */
export class CheckboxReader {
  private readonly tasks: BoxTask[] = [];
  private readonly unplaced: DraftCriterion[] = [];
  private readonly sections: BoxSections;
  private readonly known: KnownWork;
  private readonly rows: ReadonlyMap<number, ListItem>;
  private title = '';
  /** The number of the last task that is not done: what must hold after a section is proven by it. */
  private lastOpen = -1;
  private current: BoxTask | undefined;
  /** The task that the heading above names again: what stands below says more about it. */
  private merged: BoxTask | undefined;
  /** The box above says again what another one says. */
  private isInRepeat = false;
  /** Inside a task: boxes below `Acceptance criteria:` are its criteria. */
  private criteriaIndent = -1;
  /** Inside a task: the items below `files:`, `verify:` and `gate:` are its values. */
  private listed: FieldList | undefined;

  constructor(
    private readonly findings: Findings,
    private readonly ledger: Ledger,
    sections: readonly Section[],
  ) {
    this.sections = new BoxSections(sections, ledger, findings);
    this.known = new KnownWork(sections, findings);
    this.rows = hasTaskBox(sections) ? tableWork(sections) : new Map();
    noteEmptyBoxes(sections, findings);
  }

  get hasTasks(): boolean {
    return this.tasks.length > 0;
  }

  line(line: Line): void {
    if (line.kind === 'heading') this.heading(line);
    else if (line.kind === 'box') this.box(line);
    else if (line.kind === 'near-box') this.nearBox(line);
    else if (line.kind === 'item') this.item(line);
    else if (line.kind === 'text') this.text(line);
    else if (line.kind === 'rule') this.leave();
    else if (line.kind === 'table') this.row(line);
  }

  finish(document: PlanDocument, limits: PlanLimits): DraftPlan {
    const { tasks, unplaced, title, sections } = this;
    const boxes = { tasks, unplaced, title, planGate: sections.planGate, phases: sections.phases.names };
    return boxPlan(boxes, document, limits, this.findings);
  }

  private heading(line: Line): void {
    const { text } = readHeading(line.content);
    this.leave();
    if (line.level === 1 && this.title === '')
      this.title = text.replace(/^(?:Plan|Tasks|Implementation Plan): {0,4}/i, '');
    this.sections.enter(line, text, this.tasks.length);
    this.criteriaIndent = -1;
    this.merged = this.known.heading(text);
    if (this.merged !== undefined) this.ledger.mark(line, 'repeat');
  }

  private leave(): void {
    this.current = undefined;
    this.merged = undefined;
    this.isInRepeat = false;
  }

  private box(line: Line): void {
    this.listed = undefined;
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
    const { kind } = this.sections;
    if (kind === 'other') return;
    if (kind === 'criteria') this.criterion(line);
    else if (this.known.isRepeat(line)) this.repeat(line);
    else if (this.merged !== undefined) this.subtask(this.merged, line);
    else this.task(line);
  }

  /** Only where boxes are tasks as well: without any, the table is the list (`choose-list.ts`). */
  private row(line: Line): void {
    const item = this.rows.get(line.no);
    if (item === undefined) return;
    this.current = undefined;
    this.add(line, rowTask(item, this.sections.taskPlace(), this.findings));
  }

  private repeat(line: Line): void {
    this.ledger.mark(line, 'repeat');
    this.current = undefined;
    this.isInRepeat = true;
  }

  private task(line: Line): void {
    const task = boxTask(line, this.sections.taskPlace(), this.findings);
    if (this.known.sameAs(task) !== undefined) {
      this.repeat(line);
      return;
    }
    this.add(line, task);
    this.current = task;
  }

  private add(line: Line, task: BoxTask): void {
    this.ledger.mark(line, 'task');
    if (task.status !== 'completed' && task.status !== 'skipped') this.lastOpen = this.tasks.length;
    this.tasks.push(task);
    this.known.add(line, task);
  }

  private nested(task: BoxTask, line: Line): void {
    if (this.criteriaIndent >= 0 && line.indent > this.criteriaIndent) {
      this.ownCriterion(task, line);
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
    this.ledger.mark(line, 'subtask');
    task.subtasks = added(task.subtasks, boxSubtask(line));
  }

  private nearBox(line: Line): void {
    if (this.sections.kind === 'other') return;
    this.ledger.mark(line, 'refused');
    this.findings.problem('PLAN_NEAR_BOX', at(line), `This looks like a task, but is none: ${quote(line.content)}`, {
      hint: 'Write "- [ ] text": one space before, inside and behind the brackets',
    });
  }

  private item(line: Line): void {
    const task = this.current;
    if (this.merged !== undefined) {
      if (this.sections.kind === 'criteria') this.ownCriterion(this.merged, line);
      else this.more(this.merged, line);
      return;
    }
    if (task === undefined || line.indent <= task.indent) {
      this.current = undefined;
      if (this.sections.kind === 'criteria' && line.indent < 2 && line.content !== '') this.criterion(line);
      else this.sections.gate(line);
      return;
    }
    if (this.criteriaIndent >= 0 && line.indent > this.criteriaIndent) {
      this.ownCriterion(task, line);
      return;
    }
    this.criteriaIndent = -1;
    if (this.listed !== undefined && line.indent >= this.listed.indent) {
      this.ledger.mark(line, 'field');
      applyAttribute(task, { name: this.listed.name, value: line.content, offset: 0 }, at(line), this.findings);
      return;
    }
    const isField = this.attribute(task, line);
    this.ledger.mark(line, isField ? 'field' : 'detail');
    if (!isField) task.description = added(task.description, `- ${plainText(line.content)}`);
  }

  private text(line: Line): void {
    const task = this.current;
    const label = boldLabel(line.content);
    if (this.merged === undefined && task !== undefined && line.indent > task.indent) {
      if (!this.attribute(task, line)) task.description = added(task.description, plainText(line.content));
      return;
    }
    this.current = undefined;
    if (this.merged !== undefined) this.more(this.merged, line);
    else if (this.sections.kind === 'criteria' && readCriterion(line.content).command !== undefined)
      this.criterion(line);
    else this.sections.gate(line);
    if (label !== undefined) this.sections.labelKind = labelKind(label);
    else if (PLAIN_LABEL.test(line.content)) this.sections.plainLabel(line.content);
    const attribute = readAttribute(line.content);
    if (attribute?.name !== 'criteria') return;
    // `**Definition of done:** the water boils`.
    if (attribute.value !== '') this.criterion({ ...line, content: attribute.value });
    else if (label === undefined) this.sections.labelKind = 'criteria';
  }

  /** What stands below the heading of a task that is a box elsewhere. */
  private more(task: BoxTask, line: Line): void {
    const attribute = readAttribute(line.content);
    const isOwn = attribute !== undefined && attribute.value !== '' && MERGED.has(attribute.name);
    if (line.kind === 'item') this.ledger.mark(line, isOwn ? 'field' : 'detail');
    if (isOwn) applyAttribute(task, attribute, at(line), this.findings);
    else
      task.description = added(
        task.description,
        line.kind === 'item' ? `- ${plainText(line.content)}` : plainText(line.content),
      );
  }

  private attribute(task: BoxTask, line: Line): boolean {
    const attribute = readAttribute(line.content);
    this.listed = listOf(attribute, line);
    if (attribute === undefined) return this.test(task, line);
    if (attribute.name === 'criteria') {
      // A list may stand right below a line of text, and must stand inside an item.
      this.criteriaIndent = line.kind === 'item' ? line.indent : line.indent - 1;
      if (attribute.value !== '')
        task.criteria = added(task.criteria, { ...readCriterion(attribute.value), where: at(line) });
      return true;
    }
    return applyAttribute(task, attribute, { line: line.no, column: line.column + attribute.offset }, this.findings);
  }

  /** `Test: npm test -- lid`. */
  private test(task: BoxTask, line: Line): boolean {
    const command = testCommand(line.content);
    if (command !== undefined) task.criteria = added(task.criteria, { criterion: command, command, where: at(line) });
    return command !== undefined;
  }

  private ownCriterion(task: BoxTask, line: Line): void {
    this.ledger.mark(line, 'criterion');
    task.criteria = added(task.criteria, { ...readCriterion(line.content), where: at(line) });
  }

  private criterion(line: Line): void {
    const from = this.sections.criteriaFrom;
    const last = this.lastOpen >= from ? this.tasks[this.lastOpen] : this.tasks.at(-1);
    const owner = this.tasks.length > from ? last : undefined;
    if (owner !== undefined) {
      this.ownCriterion(owner, line);
      return;
    }
    this.ledger.mark(line, 'criterion');
    this.unplaced.push({ ...readCriterion(line.content), where: at(line) });
  }
}

function hasTaskBox(sections: readonly Section[]): boolean {
  return sections.some(({ kind, lines }) => kind === 'tasks' && lines.some((line) => line.kind === 'box'));
}

interface FieldList {
  readonly name: 'files' | 'verify' | 'gate';
  readonly indent: number;
}

/** The list that an empty field begins; its items stand below it, or inside where it is an item itself. */
function listOf(attribute: Attribute | undefined, { kind, indent }: Line): FieldList | undefined {
  if (attribute === undefined || attribute.value !== '') return undefined;
  const { name } = attribute;
  if (name !== 'files' && name !== 'verify' && name !== 'gate') return undefined;
  return { name, indent: kind === 'item' ? indent + 1 : indent };
}
