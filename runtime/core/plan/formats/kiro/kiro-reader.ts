import type { DraftCriterion, DraftPlan } from '../../draft';
import { applyAttribute } from '../../drafting/apply-attribute';
import { applyMarks } from '../../drafting/apply-marks';
import { newMarkdownTask } from '../../drafting/markdown-task';
import { withNearBoxes } from '../../drafting/near-boxes';
import { RunningGates } from '../../drafting/running-gates';
import { strikeOut } from '../../drafting/settle-standings';
import { taskListFrame } from '../../drafting/task-list-frame';
import type { Findings } from '../../findings';
import type { PlanLimits } from '../../plan';
import { at } from '../../text/at';
import { readAttribute } from '../../text/attributes';
import { holdByMark } from '../../text/held-status';
import { isStruck } from '../../text/is-struck';
import type { Line } from '../../text/lines';
import { type NumberedText, numberedText } from '../../text/numbered-text';
import { plainText } from '../../text/plain-text';
import type { PlanDocument } from '../../text/plan-document';
import { quote } from '../../text/quote';
import { readCriterion } from '../../text/read-criterion';
import { readHeading } from '../../text/read-heading';
import { namedNoWork, type SectionKind, sectionKind } from '../../text/section-kind';
import { statusOfMark } from '../../text/status-words';
import { takeMarks } from '../../text/take-marks';
import { BareNumbers } from './bare-numbers';
import { finishKiroTasks, type KiroTask } from './finish-kiro-tasks';
import { gatePart, noteConflict, TaskParts, titleOf } from './task-parts';

/** Reads boxes one by one; their numbers say what is a part of what. */
export class KiroReader {
  private readonly lines: readonly Line[];
  private readonly numbers: BareNumbers;
  private readonly tasks: KiroTask[] = [];
  private readonly byNumber = new Map<string, KiroTask>();
  private readonly copies = new Map<string, number>();
  private readonly parts: TaskParts;
  private readonly tops: ReadonlySet<string>;
  private readonly criteria: DraftCriterion[] = [];
  private readonly gates: RunningGates;
  private current: KiroTask | undefined;
  /** The line of the task or part that details belong to. */
  private detailsOf = '';
  private detailIndent = 0;
  private criteriaIndent = -1;
  private title = '';
  private phase: string | undefined;
  private kind: SectionKind = 'tasks';
  /** The section around that holds no work, whatever numbers its boxes have. */
  private noWork: { readonly level: number; readonly kind: SectionKind; readonly text: string } | undefined;

  constructor(
    private readonly document: PlanDocument,
    private readonly limits: PlanLimits,
    private readonly findings: Findings,
  ) {
    this.gates = new RunningGates(findings);
    this.parts = new TaskParts(document.ledger, findings);
    this.lines = withNearBoxes(document.markdown().lines, findings);
    const boxes = this.lines.filter(({ kind }) => kind === 'box');
    this.numbers = new BareNumbers(boxes);
    this.tops = new Set(boxes.map(({ content }) => numberedText(content).id).filter((id) => /^\d+$/.test(id)));
  }

  read(): DraftPlan {
    for (const line of this.lines) {
      if (line.kind === 'heading') this.heading(line);
      else if (line.kind === 'box') this.box(line);
      else if (line.kind === 'item' || line.kind === 'text') this.detail(line);
      else if (line.kind === 'rule') this.current = undefined;
    }
    return this.finish();
  }

  private heading(line: Line): void {
    const { text } = readHeading(line.content);
    this.gates.heading(line);
    this.current = undefined;
    this.criteriaIndent = -1;
    if (this.noWork !== undefined && line.level <= this.noWork.level) this.noWork = undefined;
    const named = line.level === 1 ? undefined : namedNoWork(text);
    if (named !== undefined) this.noWork ??= { level: line.level, kind: named, text };
    if (line.level === 1) {
      if (this.title === '')
        this.title = text.replace(/^(?:Implementation Plan|Tasks|実装計画){0,1}(?: ?[:：-] {0,3})?/i, '');
      this.phase = undefined;
      this.kind = 'tasks';
      return;
    }
    this.numbers.heading(text);
    this.kind = /^\d/.test(text) ? 'tasks' : (sectionKind(text) ?? 'tasks');
    this.phase = /^(?:tasks?|task list|タスクリスト|任务列表|overview|概要)$/i.test(text) ? undefined : text;
    if (this.phase !== undefined) this.document.ledger.mark(line, 'group');
  }

  private box(line: Line): void {
    if (line.content === '') return;
    if (this.noWork !== undefined) {
      this.inNoWork(line, this.noWork);
      return;
    }
    const numbered = this.numbers.read(line);
    const isBelow = this.current !== undefined && line.indent >= this.current.indent + 2;
    const top = /^\d+(?=\.)/.exec(numbered.id)?.[0];
    const parent = top === undefined ? undefined : this.isOf(this.current, top) ? this.current : this.byNumber.get(top);
    if (parent !== undefined) {
      this.open(parent, line, `${numbered.id} ${this.parts.add(parent, line, numbered)}`);
      return;
    }
    const known = this.byNumber.get(numbered.id);
    if (isBelow && (numbered.id === '' || known !== undefined)) {
      this.below(this.current!, line, numbered);
      return;
    }
    if (numbered.id === '' && this.kind !== 'tasks') {
      this.outside(line);
      return;
    }
    if (known !== undefined && known.title === titleOf(numbered)) {
      this.repeat(known, line);
      return;
    }
    this.add(line, numbered);
  }

  private isOf(task: KiroTask | undefined, number: string): boolean {
    return task !== undefined && (task.originalId === number || task.originalId.startsWith(`${number}#`));
  }

  private outside(line: Line): void {
    this.current = undefined;
    if (this.kind !== 'criteria') return;
    this.document.ledger.mark(line, 'criterion');
    this.criteria.push({ ...readCriterion(line.content), where: at(line) });
  }

  private inNoWork(line: Line, { kind, text }: { readonly kind: SectionKind; readonly text: string }): void {
    this.kind = kind;
    this.outside(line);
    if (kind !== 'criteria') this.document.ledger.leaveOut(line, `under ${quote(text)}, which is no work of the spec`);
  }

  private add(line: Line, numbered: NumberedText): void {
    const { id } = numbered;
    const own =
      id === ''
        ? line.ordinal === '' || this.byNumber.has(line.ordinal)
          ? `#${this.tasks.length + 1}`
          : line.ordinal
        : id;
    const first = this.byNumber.get(own);
    const copy = (this.copies.get(own) ?? 0) + 1;
    this.copies.set(own, copy);
    const name = copy === 1 ? own : `${own}#${copy}`;
    if (first !== undefined) {
      const message = `The number ${quote(own)} stands in line ${first.where.line} already, for another task; here it is read as ${name}`;
      this.findings.note('NOTE_DUPLICATE_ID', at(line), message);
    }
    const marked = takeMarks(numbered.text);
    const task: KiroTask = {
      ...newMarkdownTask(name, titleOf(numbered) || own, at(line)),
      section: 0,
      isParallel: numbered.isParallel || marked.isParallel,
      isOptional: numbered.isOptional || line.isOptional || /\(optional\)/i.test(numbered.text),
      indent: line.indent,
      phase: this.phase,
      status: statusOfMark(line.mark),
    };
    applyMarks(task, marked, at(line), this.findings);
    strikeOut(task, line.content, this.findings);
    this.gates.hold(task);
    holdByMark(task, line.mark);
    this.document.ledger.mark(line, 'task');
    this.tasks.push(task);
    this.byNumber.set(name, task);
    this.open(task, line, '');
  }

  private open(task: KiroTask, line: Line, heading: string): void {
    this.current = task;
    this.detailsOf = heading;
    this.detailIndent = line.indent;
    this.criteriaIndent = -1;
  }

  private below(task: KiroTask, line: Line, { id, text }: NumberedText): void {
    if (this.criteriaIndent >= 0 && line.indent > this.criteriaIndent) {
      this.document.ledger.mark(line, 'criterion');
      task.criteria.push({ ...readCriterion(line.content), where: at(line) });
      return;
    }
    this.document.ledger.mark(line, 'subtask');
    const title = plainText(text);
    const isDone = statusOfMark(line.mark) === 'completed' || isStruck(line.content);
    const isTaken = id !== '' && (this.tops.has(id) || this.parts.has(task, id));
    task.subtasks.push({
      originalId: isTaken ? '' : id,
      title,
      isDone,
      where: at(line),
      ...(line.isOptional ? { isOptional: true as const } : {}),
    });
    gatePart(task, title, isDone);
  }

  private repeat(task: KiroTask, line: Line): void {
    this.document.ledger.mark(line, 'repeat');
    const status = statusOfMark(line.mark);
    if (status !== task.status) {
      noteConflict(line, task.originalId, task.where, this.findings);
      if (task.status === 'completed') task.status = status;
    }
    this.open(task, line, '');
  }

  private detail(line: Line): void {
    const task = this.current;
    if (task === undefined || line.indent <= this.detailIndent) {
      if (line.kind === 'item' || task === undefined || line.indent < this.detailIndent) this.current = undefined;
      this.gates.prose(line);
      return;
    }
    if (this.criteriaIndent >= 0 && line.indent > this.criteriaIndent && line.kind === 'item') {
      this.document.ledger.mark(line, 'criterion');
      task.criteria.push({ ...readCriterion(line.content), where: at(line) });
      return;
    }
    this.criteriaIndent = -1;
    const isField = this.field(task, line);
    this.document.ledger.mark(line, isField ? 'field' : 'detail');
    if (!isField) this.describe(task, line);
  }

  private describe(task: KiroTask, line: Line): void {
    if (this.detailsOf !== '') task.description.push(this.detailsOf);
    this.detailsOf = '';
    task.description.push(line.kind === 'item' ? `- ${plainText(line.content)}` : plainText(line.content));
  }

  private field(task: KiroTask, line: Line): boolean {
    const content = line.content.replace(/^_(?=[^_])/, '').replace(/_$/, '');
    const attribute = readAttribute(content);
    if (attribute === undefined || attribute.name === 'status') return false;
    const where = { line: line.no, column: line.column + attribute.offset };
    if (attribute.name === 'criteria') {
      this.criteriaIndent = line.indent;
      if (attribute.value !== '') task.criteria.push({ ...readCriterion(attribute.value), where });
      return true;
    }
    return applyAttribute(task, attribute, where, this.findings);
  }

  private finish(): DraftPlan {
    const { document, limits, findings } = this;
    const titles = [this.title, document.folders.at(-1), document.name, 'Implementation plan'];
    const frame = taskListFrame(document, titles, this.gates.planGate, findings);
    return { ...frame, criteria: this.criteria, tasks: finishKiroTasks(this.tasks, limits, findings) };
  }
}
