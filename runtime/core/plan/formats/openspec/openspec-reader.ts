import type { DraftCriterion, DraftPlan } from '../../draft';
import { applyAttribute } from '../../drafting/apply-attribute';
import { applyMarks } from '../../drafting/apply-marks';
import { finishOrderedTasks, type ListedTask } from '../../drafting/finish-ordered-tasks';
import { newMarkdownTask } from '../../drafting/markdown-task';
import { nameTasks } from '../../drafting/name-tasks';
import { withNearBoxes } from '../../drafting/near-boxes';
import { noteParts } from '../../drafting/note-parts';
import { readTaskReferences } from '../../drafting/read-task-references';
import { RunningGates } from '../../drafting/running-gates';
import { strikeOut } from '../../drafting/settle-standings';
import { taskListFrame } from '../../drafting/task-list-frame';
import type { Findings } from '../../findings';
import type { PlanLimits } from '../../plan';
import { at } from '../../text/at';
import { boldLabel, readAttribute } from '../../text/attributes';
import { holdByMark } from '../../text/held-status';
import { isStruck } from '../../text/is-struck';
import type { Line } from '../../text/lines';
import { numberedText } from '../../text/numbered-text';
import { plainText } from '../../text/plain-text';
import type { PlanDocument } from '../../text/plan-document';
import { quote } from '../../text/quote';
import { readCriterion } from '../../text/read-criterion';
import { readHeading } from '../../text/read-heading';
import { labelKind, namedNoWork, type SectionKind, sectionKind } from '../../text/section-kind';
import { statusOfMark } from '../../text/status-words';
import { takeMarks } from '../../text/take-marks';
import { type BoxRow, boxRows, idOf, idsOf } from './box-rows';

interface BoxTask extends ListedTask {
  readonly indent: number;
}

/** `AC1 …`, `SC-002: …`: says itself that it is a criterion. */
const CRITERION = /^[*_`[]{0,3}(?:AC-?\d{1,3}|SC-\d{1,4})\b/;

/** Reads the boxes of a tasks.md one by one. */
export class OpenSpecReader {
  private readonly tasks: BoxTask[] = [];
  private readonly criteria: DraftCriterion[] = [];
  private readonly groups: string[] = [];
  private readonly gates: RunningGates;
  private current: BoxTask | undefined;
  private title = '';
  private group: string | undefined;
  private sectionNo = 0;
  private sections: {
    readonly level: number;
    readonly kind: SectionKind;
    readonly text: string;
    readonly isNamed: boolean;
  }[] = [];
  private label: SectionKind | undefined;

  constructor(
    private readonly document: PlanDocument,
    private readonly limits: PlanLimits,
    private readonly findings: Findings,
  ) {
    this.gates = new RunningGates(findings);
  }

  read(): DraftPlan {
    const lines = withNearBoxes(this.document.markdown().lines, this.findings);
    const rows = boxRows(lines);
    const boxed = rows.size === 0 ? new Set<string>() : idsOf(lines);
    for (const line of lines) {
      if (line.kind === 'heading') this.heading(line);
      else if (line.kind === 'box') this.box(line);
      else if (line.kind === 'item') this.item(line);
      else if (line.kind === 'text') this.text(line);
      else if (line.kind === 'rule') this.current = undefined;
      const row = rows.get(line.no);
      if (row !== undefined) this.row(line, row, boxed);
    }
    return this.finish();
  }

  private heading(line: Line): void {
    const { text } = readHeading(line.content);
    this.gates.heading(line);
    this.current = undefined;
    this.label = undefined;
    this.sectionNo++;
    if (line.level === 1 && this.title === '') {
      this.title = text.replace(/^(?:(?:Implementation )?Tasks|Change|任务|タスク): {0,4}/i, '');
    }
    this.sections = this.sections.filter(({ level }) => level < line.level);
    const around = this.sections.at(-1);
    const outer = around?.kind ?? 'tasks';
    // A numbered group is work, whatever it is called: "5. Validation" has tasks 5.1, 5.2.
    // So is one of checks that are boxes: the tool itself counts them.
    const isNumbered = /^\d{1,3}(?:\.\d{1,3}){0,3}[.)]? /.test(text);
    const isWork = isNumbered || /^(?:verification|validation|(?:\w{1,20} )?test(?:s|ing)?)\b/i.test(text);
    // A section that is named as no work at all holds none, nor what stands below it.
    const named = (line.level === 1 ? undefined : namedNoWork(text)) ?? (around?.isNamed ? around.kind : undefined);
    const kind = named ?? (isWork ? 'tasks' : (sectionKind(text) ?? outer));
    this.sections.push({ level: line.level, kind, text, isNamed: named !== undefined });
    if (line.level === 2) {
      this.group = text;
      this.groups.push(text);
      this.document.ledger.mark(line, 'group');
    }
    if (isNumbered) this.document.ledger.mark(line, 'group');
  }

  private box(line: Line): void {
    if (line.content === '') return;
    const task = this.current;
    if (task !== undefined && line.indent >= task.indent + 2) {
      this.part(task, line);
      return;
    }
    const kind = this.label ?? this.sections.at(-1)?.kind ?? 'tasks';
    if (kind === 'other') {
      this.current = undefined;
      this.document.ledger.leaveOut(
        line,
        `under ${quote(this.sections.at(-1)?.text ?? '')}, which is no work of the change`,
      );
    } else if (kind === 'criteria' || (task === undefined && CRITERION.test(line.content))) {
      this.current = undefined;
      this.criterion(line);
    } else {
      this.add(line, line.content, line.mark);
    }
  }

  /** A row that says again what a box says is none; another one is a task where a box would be one. */
  private row(line: Line, row: BoxRow, boxed: ReadonlySet<string>): void {
    if ((this.label ?? this.sections.at(-1)?.kind ?? 'tasks') !== 'tasks') return;
    if (boxed.has(idOf(row.text))) this.document.ledger.mark(line, 'repeat');
    else this.add(line, row.text, row.mark);
    this.current = undefined;
  }

  private add(line: Line, content: string, mark: string): void {
    const { id, text, isOptional, isParallel } = numberedText(content);
    const marked = takeMarks(text);
    const where = at(line);
    const own = id === '' ? (line.ordinal === '' ? `#${this.tasks.length + 1}` : line.ordinal) : id;
    const title = plainText(marked.text);
    const task: BoxTask = {
      ...newMarkdownTask(own, title === '' ? own : title, where),
      section: this.sectionNo,
      isParallel: isParallel || marked.isParallel,
      isOptional: isOptional || line.isOptional,
      indent: line.indent,
      phase: this.group,
    };
    task.status = statusOfMark(mark);
    strikeOut(task, content, this.findings);
    applyMarks(task, marked, where, this.findings);
    this.gates.hold(task);
    holdByMark(task, mark);
    this.document.ledger.mark(line, 'task');
    this.tasks.push(task);
    this.current = task;
  }

  private part(task: BoxTask, line: Line): void {
    const { id, text } = numberedText(line.content);
    this.document.ledger.mark(line, 'subtask');
    const isDone = statusOfMark(line.mark) === 'completed' || isStruck(line.content);
    task.subtasks.push({ originalId: id, title: plainText(text), isDone, where: at(line) });
  }

  private item(line: Line): void {
    const task = this.current;
    if (task !== undefined && line.indent > task.indent) {
      const isField = this.field(task, line);
      this.document.ledger.mark(line, isField ? 'field' : 'detail');
      if (!isField) task.description.push(`- ${plainText(line.content)}`);
      return;
    }
    this.current = undefined;
    if ((this.label ?? this.sections.at(-1)?.kind) === 'criteria' && line.indent < 2 && line.content !== '')
      this.criterion(line);
    else this.gates.prose(line);
  }

  private text(line: Line): void {
    const task = this.current;
    if (task !== undefined && line.indent > task.indent) {
      if (!this.field(task, line)) task.description.push(plainText(line.content));
      return;
    }
    this.current = undefined;
    this.gates.prose(line);
    const label = boldLabel(line.content);
    if (label !== undefined) this.label = labelKind(label);
  }

  private field(task: BoxTask, line: Line): boolean {
    const attribute = readAttribute(line.content);
    if (attribute === undefined) return false;
    return applyAttribute(task, attribute, { line: line.no, column: line.column + attribute.offset }, this.findings);
  }

  private criterion(line: Line): void {
    this.document.ledger.mark(line, 'criterion');
    this.criteria.push({ ...readCriterion(line.content), where: at(line) });
  }

  private finish(): DraftPlan {
    const { document, limits, findings } = this;
    const titles = [this.title, document.folders.at(-1), document.name, 'Tasks'];
    const frame = taskListFrame(document, titles, this.gates.planGate, findings);
    noteParts(this.tasks, findings);
    nameTasks(this.tasks, findings);
    const isSmall = this.tasks.length <= limits.tasks;
    const references = isSmall ? readTaskReferences(this.tasks, limits.edges, findings) : [];
    const tasks = this.tasks.map(({ indent: _indent, ...task }) => task);
    return {
      ...frame,
      criteria: this.criteria,
      phases: this.groups,
      tasks: finishOrderedTasks(tasks, references, limits, findings),
    };
  }
}
