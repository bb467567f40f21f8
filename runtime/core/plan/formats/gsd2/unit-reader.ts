import type { DraftCriterion } from '../../draft';
import { criterionOf } from '../../drafting/gsd/read-criteria';
import { readPaths } from '../../drafting/gsd/read-paths';
import { withNearBoxes } from '../../drafting/near-boxes';
import { strikeOut } from '../../drafting/settle-standings';
import type { Findings } from '../../findings';
import { append } from '../../text/append';
import { at } from '../../text/at';
import { holdByStatus } from '../../text/held-status';
import { isStruck } from '../../text/is-struck';
import type { Ledger } from '../../text/ledger';
import type { Line } from '../../text/lines';
import { plainText } from '../../text/plain-text';
import { readHeading } from '../../text/read-heading';
import { statusOf, statusOfMark } from '../../text/status-words';
import { tableCells } from '../../text/tables';
import { holdUnits } from './hold-units';
import { addCheck, applyLine, isLabel, newUnit, type Unit, type UnitKind, type UnitLine, unitLine } from './unit';

/** What one document of GSD-2 holds. */
export interface Units {
  /** `M001: Kettle` without its id. */
  readonly title: string;
  /** `M001`, `S01`, `T01` of the first heading; empty without one. */
  readonly id: string;
  readonly units: readonly Unit[];
  /** Of the whole: success criteria count, the others are marked as extra. */
  readonly criteria: readonly DraftCriterion[];
  /** Goal, vision, demo. */
  readonly purpose: readonly string[];
}

/** Columns with a place of their own; the others are said of the unit as lines below it are. */
const TABLE_COLUMNS = /^(?:id|#|slice|task|title|name|risk|depend.*|done|status|after this.*|demo.*)$/;

type Section = 'units' | 'criteria' | 'extra' | 'other' | 'top';

/** Reads the slices of a roadmap or the tasks of a slice plan, from boxes, a table or headings; each once. */
export class UnitReader {
  private readonly units = new Map<string, Unit>();
  private readonly all: Unit[] = [];
  private readonly criteria: DraftCriterion[] = [];
  private readonly purpose: string[] = [];
  private section: Section = 'top';
  private current: Unit | undefined;
  private currentIndent = 0;
  private field = '';
  private fieldIndent = 0;
  private columns: readonly string[] | undefined;
  /** Lines of prose that stand in no unit. */
  private readonly between: Line[] = [];
  private title = '';
  private id = '';

  constructor(
    private readonly kind: UnitKind,
    private readonly ledger: Ledger,
    private readonly findings: Findings,
  ) {}

  read(lines: readonly Line[]): Units {
    for (const line of withNearBoxes(lines, this.findings)) this.line(line);
    holdUnits(this.between, this.all, this.findings);
    if (this.kind === 'T') this.all.forEach(countOne);
    const { title, id, all: units, criteria, purpose } = this;
    return { title, id, units, criteria, purpose };
  }

  private line(line: Line): void {
    if (line.kind === 'heading') this.heading(line);
    else if (line.kind === 'table') this.row(line);
    else if (line.kind === 'box' || line.kind === 'item') this.item(line);
    else if (line.kind === 'text') this.text(line);
    if (line.kind !== 'table') this.columns = undefined;
  }

  private heading(line: Line): void {
    const { text, isDone } = readHeading(line.content);
    this.field = '';
    if (line.level === 1 && this.title === '') {
      const found = /^([MST]\d{2,4}[\w-]{0,20})(?: {0,2}[:：–—-]| ) {0,3}(.{1,1000})$/.exec(text);
      this.id = found?.[1] ?? '';
      this.title = found?.[2] ?? text;
      return;
    }
    const found = unitLine(text, this.kind);
    if (found !== undefined) {
      const unit = this.unit(found, 'heading', line);
      if (isDone && unit.from === 'heading') unit.status = 'completed';
      this.current = unit;
      this.currentIndent = -1;
      return;
    }
    if (this.currentIndent === -1 && line.level > 2) return;
    this.current = undefined;
    this.section = sectionOf(text, line.level, this.section);
  }

  private item(line: Line): void {
    const found =
      this.section === 'criteria' || this.section === 'extra' ? undefined : unitLine(line.content, this.kind);
    const isUnit = found !== undefined && (line.kind === 'box' || (this.section === 'units' && line.indent < 2));
    if (isUnit && !(this.currentIndent === -1 && this.current !== undefined)) {
      const unit = this.unit(found, line.kind === 'box' ? 'box' : 'item', line);
      if (line.kind === 'box' && unit.where.line === line.no) unit.status = statusOfMark(line.mark);
      strikeOut(unit, line.content, this.findings);
      this.current = unit;
      this.currentIndent = line.indent;
      this.field = '';
      return;
    }
    const unit = this.current;
    if (unit !== undefined && line.indent > this.currentIndent) {
      this.below(unit, line);
      return;
    }
    this.current = undefined;
    if (this.section !== 'criteria' && this.section !== 'extra') return;
    if (line.content === '') return;
    this.ledger.mark(line, 'criterion');
    const isExtra = this.section === 'extra' || this.kind === 'T';
    this.criteria.push({
      ...criterionOf(line.content),
      where: at(line),
      ...(isExtra ? { isExtra: true as const } : {}),
    });
  }

  /** A line below a unit: a label, or what stands below the last label. */
  private below(unit: Unit, line: Line): void {
    const where = at(line);
    const isOfField = line.indent > this.fieldIndent && line.content !== '';
    if (isOfField && this.field.startsWith('file')) {
      this.ledger.mark(line, 'field');
      append(
        unit.files,
        readPaths(line.content, () => where),
      );
    } else if (isOfField && (this.field.startsWith('verif') || this.field === 'done when')) {
      this.ledger.mark(line, 'criterion');
      const check = { ...criterionOf(line.content), where };
      if (this.field === 'done when') unit.criteria.push({ ...check, isExtra: true });
      else addCheck(unit, check);
    } else if (line.kind === 'box' && line.content !== '' && !isLabel(line.content)) {
      this.ledger.mark(line, 'subtask');
      const isDone = statusOfMark(line.mark) === 'completed' || isStruck(line.content);
      unit.subtasks.push({ originalId: '', title: plainText(line.content), isDone, where });
    } else {
      this.ledger.mark(line, 'detail');
      this.field = applyLine(unit, line.content, where, criterionOf, this.findings);
      this.fieldIndent = line.indent;
    }
  }

  private text(line: Line): void {
    const unit = this.current;
    const isBelow = unit !== undefined && (line.indent > this.currentIndent || line.content.startsWith('>'));
    if (isBelow) {
      applyLine(unit, line.content, at(line), criterionOf, this.findings);
      return;
    }
    this.current = undefined;
    if (this.section === 'units') this.between.push(line);
    if (this.section === 'top' || /^\**(?:Vision|Goal|Demo)\b/i.test(line.content))
      this.purpose.push(plainText(line.content));
  }

  /** `| ID | Slice | Risk | Depends | Done | After this |` */
  private row(line: Line): void {
    const cells = tableCells(line);
    if (this.columns === undefined) {
      this.columns = cells.map(({ text }) => text.toLowerCase());
      return;
    }
    const column = (form: RegExp): string => cells[this.columns!.findIndex((name) => form.test(name))]?.text ?? '';
    const [first] = cells;
    const id = /^([A-Z])\d{2,4}[a-z]?$/.exec(first?.text ?? '')?.[1] === this.kind ? first!.text : undefined;
    const title = column(/^(?:slice|task|title|name)$/);
    if (id === undefined || title === '' || !this.columns.some((name) => /^(?:done|status|depends|risk)/.test(name)))
      return;
    const depends = column(/^depend/);
    const risk = column(/^risk$/);
    const known = this.columns.some((name) => /^depend/.test(name)) ? { depends } : {};
    const unit = this.unit({ id, title, ...known, ...(risk === '' ? {} : { risk }) }, 'table', line);
    if (unit.where.line !== line.no) return;
    const done = column(/^(?:done|status)$/);
    unit.status = statusOf(done) ?? (/^(?:yes|x|✔)$/i.test(done) ? 'completed' : 'pending');
    holdByStatus(unit, done);
    cells.forEach(({ text }, no) => {
      const name = this.columns![no] ?? '';
      if (text !== '' && !TABLE_COLUMNS.test(name))
        applyLine(unit, `${name}: ${text}`, at(line), criterionOf, this.findings);
    });
    const after = column(/^(?:after this|demo)/);
    if (after !== '') unit.criteria.push({ ...criterionOf(after), where: at(line), isExtra: true });
  }

  private unit(found: UnitLine, from: Unit['from'], line: Line): Unit {
    const known = this.units.get(found.id);
    if (known !== undefined && (from === 'heading' || known.from !== from)) {
      this.ledger.mark(line, 'repeat');
      if (found.title !== known.title && found.title !== found.id) known.description.push(found.title);
      return known;
    }
    this.ledger.mark(line, 'task');
    const unit = newUnit(found, from, at(line), this.findings);
    this.all.push(unit);
    if (known === undefined) this.units.set(found.id, unit);
    return unit;
  }
}

function sectionOf(text: string, level: number, before: Section): Section {
  if (/^(?:slices|tasks)\b/i.test(text)) return 'units';
  if (/^success criteria\b/i.test(text)) return 'criteria';
  if (/must-?haves?\b|definition of done|^verification\b|checklist|acceptance|^done when/i.test(text)) return 'extra';
  return level > 2 && before !== 'top' ? before : 'other';
}

/** A task that names no check is proven by when it is done. */
function countOne({ criteria }: Unit): void {
  const [first] = criteria;
  if (first === undefined || criteria.some(({ isExtra }) => !isExtra)) return;
  const { isExtra: _, ...counted } = first;
  criteria[0] = counted;
}
