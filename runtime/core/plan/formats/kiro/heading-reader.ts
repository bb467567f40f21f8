import type { DraftCriterion, DraftPlan } from '../../draft';
import { applyAttribute } from '../../drafting/apply-attribute';
import { applyMarks } from '../../drafting/apply-marks';
import { finishOrderedTasks, type ListedTask } from '../../drafting/finish-ordered-tasks';
import { newMarkdownTask } from '../../drafting/markdown-task';
import { nameTasks } from '../../drafting/name-tasks';
import { noteParts } from '../../drafting/note-parts';
import { RunningGates } from '../../drafting/running-gates';
import { taskListFrame } from '../../drafting/task-list-frame';
import type { Findings } from '../../findings';
import type { PlanLimits } from '../../plan';
import { at } from '../../text/at';
import { type AttributeName, readAttribute } from '../../text/attributes';
import { holdByMark, holdByStatus } from '../../text/held-status';
import type { Line } from '../../text/lines';
import { numberedText } from '../../text/numbered-text';
import { plainText } from '../../text/plain-text';
import type { PlanDocument } from '../../text/plan-document';
import { readCriterion } from '../../text/read-criterion';
import { readHeading } from '../../text/read-heading';
import { readLabel } from '../../text/read-label';
import { type SectionKind, sectionKind } from '../../text/section-kind';
import { statusOf, statusOfMark } from '../../text/status-words';
import { takeMarks } from '../../text/take-marks';
import { headTask } from './head-task';
import { readNumbers } from './read-numbers';

interface HeadTask extends ListedTask {
  readonly level: number;
  /** It says its status itself. */
  saysStatus: boolean;
}

/** Labels in other languages that the common ones do not have. */
const LABELS: ReadonlyMap<string, AttributeName> = new Map([
  ['ステータス', 'status'],
  ['状态', 'status'],
  ['状態', 'status'],
  ['상태', 'status'],
  ['الحالة', 'status'],
  ['estado', 'status'],
  ['статус', 'status'],
  ['依存関係', 'depends'],
  ['依存タスク', 'depends'],
  ['依赖关系', 'depends'],
  ['의존성', 'depends'],
  ['التبعيات', 'depends'],
  ['dependências', 'depends'],
  ['dependencias', 'depends'],
  ['зависимости', 'depends'],
  ['見積もり', 'estimate'],
  ['対象ファイル', 'files'],
]);

/** Reads tasks that stand under headings of their own, with labels, steps and criteria below. */
export class HeadingReader {
  private readonly tasks: HeadTask[] = [];
  private readonly criteria: DraftCriterion[] = [];
  private readonly gates: RunningGates;
  private current: HeadTask | undefined;
  private title = '';
  private phase: string | undefined;
  private kind: SectionKind = 'tasks';
  private sectionNo = 0;

  constructor(
    private readonly document: PlanDocument,
    private readonly limits: PlanLimits,
    private readonly findings: Findings,
    private readonly headOf: typeof headTask = headTask,
  ) {
    this.gates = new RunningGates(findings);
  }

  read(): DraftPlan {
    for (const line of this.document.markdown().lines) {
      if (line.kind === 'heading') this.heading(line);
      else if (line.kind === 'box' || line.kind === 'item') this.item(line);
      else if (line.kind === 'text') this.text(line);
      else if (line.kind === 'rule') this.current = undefined;
    }
    return this.finish();
  }

  private heading(line: Line): void {
    this.gates.heading(line);
    const { text, isDone } = readHeading(line.content);
    const found = this.headOf(line.content);
    if (found !== undefined) {
      this.document.ledger.mark(line, 'task');
      const marked = takeMarks(found.title);
      const where = at(line);
      const base = newMarkdownTask(found.id, found.title === '' ? text : plainText(marked.text), where);
      const task: HeadTask = {
        ...base,
        section: this.sectionNo,
        isParallel: found.title !== '' && marked.isParallel,
        isOptional: false,
        level: line.level,
        phase: this.phase,
        saysStatus: isDone,
      };
      if (isDone) task.status = 'completed';
      applyMarks(task, marked, where, this.findings);
      this.gates.hold(task);
      this.tasks.push(task);
      this.current = task;
      this.kind = 'tasks';
      return;
    }
    if (line.level === 1 && this.title === '') this.title = text;
    const isInside = this.current !== undefined && line.level > this.current.level;
    this.kind = sectionKind(text) ?? 'tasks';
    if (isInside) return;
    this.current = undefined;
    this.sectionNo++;
    if (line.level > 1) {
      this.phase = text;
      this.document.ledger.mark(line, 'group');
    }
  }

  private item(line: Line): void {
    if (line.content === '') return;
    const task = this.current;
    if (this.kind === 'criteria') {
      this.document.ledger.mark(line, 'criterion');
      (task?.criteria ?? this.criteria).push({ ...readCriterion(line.content), where: at(line) });
      return;
    }
    if (task === undefined) {
      this.gates.prose(line);
      return;
    }
    if (line.kind === 'item' && this.field(task, line)) {
      this.document.ledger.mark(line, 'field');
      return;
    }
    if (line.kind === 'box' && this.kind === 'tasks') {
      this.document.ledger.mark(line, 'subtask');
      const isDone = statusOfMark(line.mark) === 'completed';
      const { id, text } = numberedText(line.content);
      const originalId = id === '' || /[.a-z]/i.test(id) ? id : `${task.originalId}.${id}`;
      task.subtasks.push({ originalId, title: plainText(text), isDone, where: at(line) });
      if (!isDone) holdByMark(task, line.mark);
      return;
    }
    this.document.ledger.mark(line, 'detail');
    task.description.push(`- ${plainText(line.content)}`);
  }

  private text(line: Line): void {
    const task = this.current;
    if (task === undefined) {
      this.gates.prose(line);
      return;
    }
    const label = readLabel(line.content);
    if (this.field(task, line)) return;
    if (label !== undefined) this.kind = sectionKind(label.name) ?? 'tasks';
    task.description.push(plainText(line.content));
  }

  private field(task: HeadTask, line: Line): boolean {
    const label = readLabel(line.content);
    const foreign = label === undefined ? undefined : LABELS.get(label.name.toLowerCase());
    const attribute =
      label !== undefined && foreign !== undefined
        ? { name: foreign, value: label.value, offset: label.offset }
        : readAttribute(line.content);
    if (attribute === undefined) return false;
    const where = { line: line.no, column: line.column + attribute.offset };
    this.kind = 'tasks';
    if (attribute.name === 'criteria') {
      this.kind = 'criteria';
      if (attribute.value !== '') task.criteria.push({ ...readCriterion(attribute.value), where });
      return true;
    }
    if (attribute.name === 'status') {
      holdByStatus(task, attribute.value);
      const status = statusOf(plainText(attribute.value));
      if (status === undefined) return false;
      if (task.saysStatus && status !== task.status)
        this.findings.note(
          'NOTE_STATUS_CONFLICT',
          where,
          `${task.originalId} has two statuses; the one that is not done counts`,
        );
      if (!task.saysStatus || status !== 'completed') task.status = status;
      task.saysStatus = true;
      return true;
    }
    return applyAttribute(task, attribute, where, this.findings);
  }

  private finish(): DraftPlan {
    const { document, limits, findings } = this;
    const frame = taskListFrame(
      document,
      [this.title, document.name, 'Implementation plan'],
      this.gates.planGate,
      findings,
    );
    for (const task of this.tasks) {
      const areDone = task.subtasks.length > 0 && task.subtasks.every(({ isDone }) => isDone);
      if (!task.saysStatus && areDone) task.status = 'completed';
    }
    noteParts(this.tasks, findings);
    nameTasks(this.tasks, findings);
    const references = readNumbers(this.tasks, limits, findings);
    const tasks = this.tasks.map(({ level: _level, saysStatus: _saysStatus, ...task }) => task);
    return { ...frame, criteria: this.criteria, tasks: finishOrderedTasks(tasks, references, limits, findings) };
  }
}
