import type { DraftCriterion, DraftPlan } from '../../draft';
import { applyAttribute } from '../../drafting/apply-attribute';
import { withNearBoxes } from '../../drafting/near-boxes';
import { RunningGates } from '../../drafting/running-gates';
import { strikeOut } from '../../drafting/settle-standings';
import type { Findings } from '../../findings';
import type { PlanLimits } from '../../plan';
import { at } from '../../text/at';
import { readAttribute } from '../../text/attributes';
import { holdByMark, holdByStatus } from '../../text/held-status';
import { isStruck } from '../../text/is-struck';
import type { Line } from '../../text/lines';
import { plainText } from '../../text/plain-text';
import type { PlanDocument } from '../../text/plan-document';
import { quote } from '../../text/quote';
import { readCriterion } from '../../text/read-criterion';
import { readHeading } from '../../text/read-heading';
import { readLabel } from '../../text/read-label';
import { namedNoWork, type SectionKind, sectionKind } from '../../text/section-kind';
import { statusOf, statusOfMark } from '../../text/status-words';
import { proseEdges } from './dependency-prose';
import { describeTask } from './describe-task';
import { draftSpec } from './draft-spec';
import type { StatedEdge } from './graph-edges';
import { type Phase, phaseAt, phaseLevel, StoryOrder } from './phases';
import { type SpecTask, TaskBook } from './task-book';
import { taskLine } from './task-line';

const POSTPONED = /^(?:future|deferred|out of scope|exclusions?|not (?:in scope|included|planned))|\(future\)/i;
const STORY = /\b(?:user story|US) ?#?(\d{1,3})\b/i;
const CRITERIA_LABEL =
  /^(?:independent test|acceptance|checkpoint|success criteria|test criteria|验收标准|独立测试|检查点|受入基準|独立テスト|チェックポイント|teste independente|critérios de aceitação)/i;

/** `SC-001: …`, `CHK003 …`: says itself that it must hold. */
const CRITERION = /^[*_`[]{0,3}(?:SC|AC|FR|NFR|CHK)-?\d{1,4}\b/;

/** Reads the lines of a tasks.md one by one. */
export class SpecKitReader {
  private readonly book: TaskBook;
  private readonly gates: RunningGates;
  private readonly stories = new StoryOrder();
  private readonly phases: Phase[] = [];
  private readonly loose: DraftCriterion[] = [];
  private readonly stated: StatedEdge[] = [];
  private readonly level: number;
  private phase: Phase | undefined;
  private current: SpecTask | undefined;
  private title = '';
  private section = '';
  /** The heading right above. */
  private below = '';
  private sectionLevel = 0;
  private isCriteria = false;
  /** Below a label that speaks of what must hold, also where that stands behind it: `**Checkpoint**: it works`. */
  private isBelowCriteria = false;
  /** Items that begin with the id of a task. */
  private readonly unboxed: { readonly line: Line; readonly id: string }[] = [];

  constructor(
    private readonly document: PlanDocument,
    private readonly limits: PlanLimits,
    private readonly findings: Findings,
  ) {
    this.book = new TaskBook(document.ledger, findings);
    this.gates = new RunningGates(findings);
    this.level = phaseLevel(document.markdown());
  }

  read(): DraftPlan {
    const lines = withNearBoxes(this.document.markdown().lines, this.findings);
    const isNumbered = lines.some((line) => idOf(line) !== undefined);
    const isReport =
      !isNumbered && lines.every((line) => line.kind !== 'box' || statusOfMark(line.mark) === 'completed');
    if (isReport) this.leaveOutReport(lines);
    else for (const line of lines) this.line(line, isNumbered);
    this.noteUnboxed();
    const { document, book, stories, phases, loose, stated, gates, title } = this;
    return draftSpec(
      { document, book, stories, phases, loose, stated, title, planGate: gates.planGate },
      this.limits,
      this.findings,
    );
  }

  private leaveOutReport(lines: readonly Line[]): void {
    for (const line of lines) {
      if (line.kind === 'box') this.document.ledger.leaveOut(line, 'finished, and without the id of a task: a report');
      if (line.kind === 'heading' && line.level === 1 && this.title === '') this.title = titleOf(line);
    }
  }

  private line(line: Line, isNumbered: boolean): void {
    if (line.kind === 'heading') this.heading(line);
    else if (line.kind === 'box') this.box(line, isNumbered);
    else if (line.kind === 'item') this.item(line);
    else if (line.kind === 'text') this.text(line);
    else if (line.kind === 'rule') this.endCriteria();
  }

  private endCriteria(): void {
    this.isCriteria = false;
    this.isBelowCriteria = false;
  }

  private heading(line: Line): void {
    this.endCriteria();
    this.gates.heading(line);
    const { text, isDone } = readHeading(line.content);
    this.below = text.slice(0, 300);
    const found = taskLine(text);
    if (found !== undefined) {
      this.current = this.book.add(line, found, isDone ? 'completed' : 'pending', -1);
      if (this.current !== undefined) {
        strikeOut(this.current, text, this.findings);
        this.place(this.current);
      }
      return;
    }
    const phase = phaseAt(line, this.level);
    if (phase !== undefined) {
      this.document.ledger.mark(line, 'group');
      this.phases.push(phase);
      this.phase = phase;
    } else if (line.level <= this.level) {
      this.phase = undefined;
    }
    if (line.level === 1 && this.title === '') this.title = titleOf(line);
    this.current = undefined;
    if (phase !== undefined || line.level <= this.sectionLevel || this.section === '') {
      this.section = phase === undefined ? text : '';
      this.sectionLevel = line.level;
    }
  }

  private box(line: Line, isNumbered: boolean): void {
    if (line.content === '') return;
    const found = taskLine(line.content) ?? (isNumbered && this.mustHold(line) ? undefined : unnumbered(line));
    const task = this.current;
    const isBelow = task !== undefined && line.indent >= task.indent + 2;
    if (found === undefined || (found.id === '' && (isBelow || (this.kind ?? 'tasks') !== 'tasks'))) {
      this.boxWithoutId(line, isBelow ? task : undefined);
      return;
    }
    this.endCriteria();
    const added = this.book.add(line, found, statusOfMark(line.mark), line.indent);
    this.current = added ?? this.current;
    if (added === undefined) return;
    strikeOut(added, line.content, this.findings);
    holdByMark(added, line.mark);
    this.place(added);
    describeTask(added, line, this.findings);
  }

  /** What the heading of the section makes of boxes without an id. */
  private get kind(): SectionKind | undefined {
    return CRITERIA_LABEL.test(this.section) ? 'criteria' : sectionKind(this.section);
  }

  /** Whether a box without an id beside others that have one is no task: below a checkpoint, or outside of the phases. */
  private mustHold(line: Line): boolean {
    const isOfPhase = this.phase !== undefined || this.sectionLevel < 2;
    return this.isBelowCriteria || !isOfPhase || CRITERION.test(line.content);
  }

  /** Part of the task above, else something that must hold: it is never dropped. */
  private boxWithoutId(line: Line, task: SpecTask | undefined): void {
    const { ledger } = this.document;
    const criterion = { ...readCriterion(line.content), where: at(line) };
    if (this.isCriteria || (task === undefined && this.kind === 'criteria')) {
      ledger.mark(line, 'criterion');
      if (task === undefined) (this.phase?.criteria ?? this.loose).push(criterion);
      else task.criteria.push(criterion);
    } else if (task !== undefined) {
      ledger.mark(line, 'subtask');
      const isDone = statusOfMark(line.mark) === 'completed' || isStruck(line.content);
      task.subtasks.push({ originalId: '', title: plainText(line.content), isDone, where: at(line) });
    } else if (this.phase !== undefined && this.kind !== 'other') {
      ledger.mark(line, 'criterion');
      this.phase.criteria.push(criterion);
    } else {
      ledger.leaveOut(line, 'without the id of a task, and outside of the phases');
    }
  }

  private item(line: Line): void {
    const task = this.current;
    if (task !== undefined && line.indent > task.indent) {
      const isField = !this.isCriteria && this.field(task, line);
      this.document.ledger.mark(line, this.isCriteria ? 'criterion' : isField ? 'field' : 'detail');
      if (this.isCriteria) task.criteria.push({ ...readCriterion(line.content), where: at(line) });
      else if (!isField) task.description.push(`- ${plainText(line.content)}`);
      return;
    }
    if (this.isCriteria) {
      this.document.ledger.mark(line, 'criterion');
      (this.phase?.criteria ?? this.loose).push({ ...readCriterion(line.content), where: at(line) });
      return;
    }
    const found = line.ordinal === '' ? taskLine(line.content) : undefined;
    if (found !== undefined) this.unboxed.push({ line, id: found.id });
    this.prose(line);
  }

  /** `- T005 text`: no box, and the id of no task. `- T001 and T002 run side by side` speaks of tasks. */
  private noteUnboxed(): void {
    const known = new Set(this.book.tasks.map(({ originalId }) => originalId.toLowerCase()));
    for (const { line, id } of this.unboxed)
      if (!known.has(id.toLowerCase()))
        this.findings.note(
          'NOTE_LEFT_OUT',
          at(line),
          `Left out, without a box: ${quote(line.content)}; write "- [ ] ${id} …" if it is a task`,
        );
  }

  private text(line: Line): void {
    const task = this.current;
    const isBelow = task !== undefined && line.indent > task.indent;
    const label = readLabel(line.content);
    const isCriterion =
      label !== undefined && (CRITERIA_LABEL.test(label.name) || sectionKind(label.name) === 'criteria');
    if (isCriterion) {
      this.isCriteria = label.value === '';
      this.isBelowCriteria = true;
      const where = { line: line.no, column: line.column + label.offset };
      const criteria = isBelow ? task.criteria : (this.phase?.criteria ?? this.loose);
      if (label.value !== '') criteria.push({ ...readCriterion(label.value), where });
      this.document.ledger.mark(line, 'criterion');
      // Nobody looks at what is done any more: what asks for a person there holds for what comes.
      if (this.isDone(isBelow ? task : undefined)) this.gates.prose(line, label.value);
      return;
    }
    if (label !== undefined) this.endCriteria();
    if (isBelow) {
      if (!this.field(task, line)) task.description.push(plainText(line.content));
      return;
    }
    this.prose(line);
  }

  /** Whether a criterion that stands here is of work that is all done, so that nobody looks at it. */
  private isDone(task: SpecTask | undefined): boolean {
    const nos = this.phase?.tasks ?? [];
    const tasks = task === undefined ? nos.map((no) => this.book.tasks[no]!) : [task];
    return tasks.length > 0 && tasks.every(({ status }) => status === 'completed' || status === 'skipped');
  }

  /** `STOP and VALIDATE: Test User Story 1`, or below `MVP First (User Story 1 Only)`: it is checked when the story is done. */
  private stops(line: Line): boolean {
    if (!/\bstop and validate\b/i.test(line.content.slice(0, 200))) return false;
    const story = STORY.exec(line.content.slice(0, 500))?.[1] ?? STORY.exec(this.below)?.[1];
    const phase = story === undefined ? undefined : this.phases.find((each) => each.story === story);
    if (phase === undefined || phase.tasks.length === 0 || this.phase === phase) return false;
    if (phase.tasks.every((no) => this.book.tasks[no]!.status === 'completed')) return false;
    phase.criteria.push({ criterion: plainText(line.content), where: at(line), isExtra: true });
    this.document.ledger.mark(line, 'criterion');
    return true;
  }

  private prose(line: Line): void {
    if (this.stops(line)) return;
    this.stories.prose(line.content);
    this.gates.prose(line);
    if (this.stated.length > this.limits.edges) return;
    for (const edge of proseEdges(line.content)) this.stated.push({ ...edge, where: at(line) });
  }

  /** A line below a task that says something about it. */
  private field(task: SpecTask, line: Line): boolean {
    const attribute = readAttribute(line.content);
    if (attribute === undefined) return false;
    const where = { line: line.no, column: line.column + attribute.offset };
    if (attribute.name === 'status') {
      holdByStatus(task, attribute.value);
      const status = statusOf(attribute.value);
      if (status !== undefined && task.status === 'pending') task.status = status;
      return status !== undefined;
    }
    if (attribute.name === 'criteria') {
      this.isCriteria = attribute.value === '';
      if (attribute.value !== '') task.criteria.push({ ...readCriterion(attribute.value), where });
      return true;
    }
    return applyAttribute(task, attribute, where, this.findings);
  }

  private place(task: SpecTask): void {
    task.phase = this.phase?.name;
    this.phase?.tasks.push(task.no);
    this.gates.hold(task);
    if ((POSTPONED.test(this.section) || namedNoWork(this.section) === 'other') && task.status === 'pending') {
      task.status = 'skipped';
      this.findings.note(
        'NOTE_POSTPONED',
        task.where,
        `${task.originalId} stands under ${quote(this.section)}; it is not run`,
      );
    }
  }
}

function idOf(line: Line): string | undefined {
  if (line.kind === 'box') return taskLine(line.content)?.id;
  return line.kind === 'heading' ? taskLine(readHeading(line.content).text)?.id : undefined;
}

/** A box of a list without ids: it is numbered by its place. */
function unnumbered(line: Line): ReturnType<typeof taskLine> {
  const found = taskLine(`T0 ${line.content}`);
  return found === undefined ? undefined : { ...found, id: '' };
}

function titleOf(line: Line): string {
  return readHeading(line.content).text.replace(/^(?:Tasks|Task List|タスク|任务): {0,4}/i, '');
}
