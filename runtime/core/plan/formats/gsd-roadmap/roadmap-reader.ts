import type { DraftPlan } from '../../draft';
import { applyAttribute } from '../../drafting/apply-attribute';
import { followAbove } from '../../drafting/follow-above';
import { frontmatterGate } from '../../drafting/frontmatter-gate';
import { finishMarkdownTask } from '../../drafting/markdown-task';
import type { Findings } from '../../findings';
import { findHumanGate } from '../../gates/find-human-gate';
import { gateField } from '../../gates/gate-field';
import type { PlanLimits } from '../../plan';
import { at } from '../../text/at';
import { readAttribute } from '../../text/attributes';
import { cut } from '../../text/cut';
import { noteFrontmatter } from '../../text/frontmatter';
import { holdByStatus } from '../../text/held-status';
import { isStruck } from '../../text/is-struck';
import type { Ledger } from '../../text/ledger';
import type { Line } from '../../text/lines';
import { plainText } from '../../text/plain-text';
import type { PlanDocument } from '../../text/plan-document';
import { quote } from '../../text/quote';
import { readCriterion } from '../../text/read-criterion';
import { readHeading } from '../../text/read-heading';
import { spokenLine } from '../../text/spoken-dependency';
import { isDoneMark } from '../../text/status-words';
import { isLeftOut, takeStanding } from '../../text/take-standing';
import { applyAlso, isAlso } from './also-line';
import { CheckpointsBetween } from './checkpoints-between';
import { handoverOf } from './handover-fields';
import { type ShippedPhases, shippedKeys, shippedPhases } from './milestones';
import { type Phase, settlePhaseStanding, settleStatus, taskOfPhase } from './phase';
import { normal, PhaseBook } from './phase-book';
import { comparePhases, phaseKey, phaseOf, planOf } from './phase-ids';
import { isLost, phaseReferences } from './phase-references';
import { placePlans } from './place-plans';
import { type PhaseProgress, ProgressTable, signalOf } from './progress-table';

/** Characters after which further lines of a criterion go to the description. */
const LONGEST_CRITERION = 2_000;

type Mode = 'none' | 'criteria' | 'plans';

/** Reads the lines one by one, and merges all that speaks of one phase. */
export class RoadmapReader {
  private readonly book: PhaseBook;
  private title = '';
  private current: Phase | undefined;
  private currentLevel = 0;
  private mode: Mode = 'none';
  private modeIndent = 0;
  private readonly progress = new ProgressTable();
  private readonly shipped: ShippedPhases[] = [];
  private readonly checkpoints = new CheckpointsBetween();
  /** Words outside any phase that ask for a person hold for the whole plan. */
  private planGate: string | undefined;

  constructor(
    private readonly findings: Findings,
    private readonly ledger: Ledger,
  ) {
    this.book = new PhaseBook(findings);
  }

  line(line: Line): void {
    const shipped = this.maySayShipped(line) ? shippedPhases(line.content) : undefined;
    if (shipped !== undefined) this.shipped.push(shipped);
    const row = this.progress.line(line);
    if (row !== undefined) this.signal(line, row);
    if (line.kind === 'heading') this.heading(line);
    else if (line.kind === 'box' || line.kind === 'item') this.item(line);
    else if (line.kind === 'text') this.text(line);
    else if (line.kind === 'rule') this.mode = 'none';
  }

  /** What stands in a phase speaks of that phase: what it waits on, its goal, its criteria. */
  private maySayShipped({ kind, content }: Line): boolean {
    if (kind === 'box') return false;
    return this.current === undefined || kind === 'heading' || /^(?:✅|✓|<summary>)/iu.test(content);
  }

  finish(document: PlanDocument, limits: PlanLimits): DraftPlan {
    const frontmatter = document.frontmatter();
    noteFrontmatter(frontmatter, this.findings);
    const title = frontmatter.fields.get('title')?.value;
    const phases = [...this.book.byKey.values()];
    placePlans(phases, this.findings);
    const numberOf = new Map(phases.map((phase, no) => [phase.key, no]));
    const byKey = phases.map(({ key }) => key).sort(comparePhases);
    for (const key of shippedKeys(byKey, this.shipped)) this.book.byKey.get(key)!.isDone = true;
    for (const phase of phases) {
      settleStatus(phase, this.findings);
      settlePhaseStanding(phase, this.findings);
      // Our own line has the last word.
      if (phase.also !== undefined) applyAlso(phase, phase.also, limits, this.findings);
    }
    let edges = 0;
    const names = new Set(phases.map(({ originalId }) => originalId));
    const keys = { all: this.book.byKey, sorted: byKey };
    const references = phases.map((phase) => {
      const own = edges > limits.edges ? [] : phaseReferences(phase, keys, this.findings);
      edges += own.length;
      return own;
    });
    const saysSo = (no: number): boolean =>
      phases[no]!.dependsOn.length > 0 && !isLost(phases[no]!, references[no]!, names);
    const numbers = byKey.map((key) => numberOf.get(key)!);
    const above = followAbove(numbers.length, (at) => saysSo(numbers[at]!));
    for (const [at, no] of numbers.entries()) for (const other of above[at]!) phases[no]!.follows.push(numbers[other]!);
    const tasks = phases.map((phase, no) => taskOfPhase(finishMarkdownTask(phase, references[no]!)));
    const gate = frontmatterGate(frontmatter.fields) ?? this.planGate;
    const fallback = document.name === '' ? 'Roadmap' : document.name;
    return {
      title: title ?? (this.title || fallback),
      source: 'ROADMAP',
      tasks,
      phases: phases.map((phase) => phase.originalId),
      where: { line: 1, column: 1 },
      ...(gate === undefined ? {} : { humanGate: gate }),
      ...handoverOf(frontmatter.fields),
    };
  }

  private heading(line: Line): void {
    this.mode = 'none';
    const { text, isDone } = readHeading(line.content);
    const found = phaseOf(text);
    if (found === undefined) {
      if (line.level === 1 && this.title === '') this.title = text.replace(/^Roadmap: {0,4}/i, '');
      if (line.level <= this.currentLevel) this.current = undefined;
      this.checkpoints.heading(line, text, this.current !== undefined || this.currentLevel === 0);
      return;
    }
    const phase = this.book.phase(found.id, found.title, line, (known) => known.hasHeading && known.hasBody);
    this.ledger.mark(line, phase.where.line === line.no ? 'task' : 'repeat');
    if (phase.hasHeading && found.title !== '' && normal(found.title) !== normal(phase.title)) {
      this.findings.note(
        'NOTE_DUPLICATE_ID',
        at(line),
        `Phase ${found.id} has a second heading: ${quote(found.title)}; both are read as one`,
      );
    }
    if (found.title !== '') phase.title = phase.hasHeading ? phase.title : found.title;
    phase.hasHeading = true;
    if (isDone) phase.isDone = true;
    this.current = phase;
    this.currentLevel = line.level;
    this.checkpoints.before(phase, this.findings);
  }

  private item(line: Line): void {
    const listed = line.kind === 'box' ? phaseOf(plainText(cut(line.content, 2_000)), true) : undefined;
    if (listed !== undefined && this.mode !== 'criteria') {
      const before = this.book.byKey.size;
      this.listed(line, listed);
      this.ledger.mark(line, this.book.byKey.size === before ? 'repeat' : 'task');
      return;
    }
    const phase = this.current;
    if (phase === undefined) {
      this.checkpoints.line(line);
      return;
    }
    const attribute = readAttribute(line.content);
    if (this.mode === 'criteria' && (line.kind === 'item' || line.kind === 'box')) {
      this.ledger.mark(line, 'criterion');
      phase.criteria.push({ ...readCriterion(line.content), where: at(line) });
      return;
    }
    if (attribute !== undefined && line.kind === 'item' && this.attribute(phase, line)) {
      this.ledger.mark(line, 'field');
      return;
    }
    const plan = planOf(line.content);
    if (plan !== undefined && (line.kind === 'box' || this.mode === 'plans')) {
      this.ledger.mark(line, 'subtask');
      phase.subtasks.push({ originalId: plan.id, title: plan.title, isDone: isTicked(line), where: at(line) });
      return;
    }
    if (line.kind === 'box' && line.content !== '' && !/^TBD\b/i.test(line.content)) {
      this.ledger.mark(line, 'subtask');
      phase.subtasks.push({
        originalId: '',
        title: plainText(line.content),
        isDone: isTicked(line) || isStruck(line.content),
        where: at(line),
      });
      return;
    }
    if (/^TBD\b/i.test(line.content)) this.ledger.leaveOut(line, 'a placeholder');
    else this.ledger.mark(line, 'detail');
    if (!/^(?:TBD|To be)/i.test(line.content)) phase.description.push(`- ${plainText(line.content)}`);
  }

  private listed(line: Line, listed: { id: string; title: string }): void {
    const separator = / {1,3}[-–—]{1,3} {1,3}/.exec(listed.title);
    const title = separator === null ? listed.title : listed.title.slice(0, separator.index);
    const phase = this.book.phase(
      listed.id,
      readHeading(title).text.replace(PLAN_COUNT, ''),
      line,
      ({ isListed }) => isListed,
    );
    phase.isListed = true;
    phase.listedAs ??= isStruck(line.content) ? STRUCK : (takeStanding(title) ?? takeStanding(listed.title));
    if (separator !== null) phase.description.push(listed.title.slice(separator.index + separator[0].length));
    if (isTicked(line)) phase.isDone = true;
    else phase.isOpen = true;
  }

  private text(line: Line): void {
    const phase = this.current;
    if (phase === undefined) {
      if (!this.checkpoints.line(line)) this.planGate ??= findHumanGate('', line.content.slice(0, 2_000));
      return;
    }
    if (isAlso(line)) {
      phase.also = line;
      this.ledger.mark(line, 'field');
      return;
    }
    if (gateField(line.content) !== undefined && typeof phase.humanGate !== 'string') this.ledger.mark(line, 'field');
    if (this.attribute(phase, line)) return;
    const last = phase.criteria[phase.criteria.length - 1];
    if (
      this.mode === 'criteria' &&
      line.indent > this.modeIndent &&
      last !== undefined &&
      last.criterion.length < LONGEST_CRITERION
    ) {
      phase.criteria[phase.criteria.length - 1] = { ...last, criterion: `${last.criterion} ${line.content}` };
      return;
    }
    if (/^\*\*/.test(line.content) && this.mode === 'criteria') this.mode = 'none';
    if (!/^<\/?(?:details|summary)\b/i.test(line.content)) phase.description.push(plainText(line.content));
  }

  private attribute(phase: Phase, line: Line): boolean {
    const attribute = readAttribute(line.content);
    if (attribute === undefined) return this.waiting(phase, line);
    const where = { line: line.no, column: line.column + attribute.offset };
    phase.hasBody = true;
    if (attribute.name === 'criteria') {
      this.mode = 'criteria';
      this.modeIndent = line.indent;
      if (attribute.value !== '') phase.criteria.push({ ...readCriterion(attribute.value), where });
      return true;
    }
    if (attribute.name === 'plans') {
      this.mode = 'plans';
      const said = /^(\d{1,4}) ?\/ ?(\d{1,4})\b/.exec(plainText(attribute.value));
      if (said !== null) phase.plansSaid = [Number(said[1]), Number(said[2])];
      return true;
    }
    if (line.kind === 'item' && this.mode === 'plans') return false;
    this.mode = 'none';
    if (attribute.name === 'goal' || attribute.name === 'requirements') {
      phase.description.push(`${attribute.name === 'goal' ? 'Goal' : 'Requirements'}: ${plainText(attribute.value)}`);
      return true;
    }
    if (attribute.name === 'status') {
      const status = signalOf(attribute.value);
      if (status === 'done') phase.isDone = true;
      if (status === 'open') phase.isOpen = true;
      holdByStatus(phase, attribute.value);
      if (isLeftOut(plainText(attribute.value))) phase.listedAs ??= { said: attribute.value, means: 'skipped' };
      return true;
    }
    return applyAttribute(phase, attribute, where, this.findings);
  }

  /** `**Blocked by**: Phase 1`, `**Requires**: Phases 1-2`: in other words than roadmaps have, only phases are waited for. */
  private waiting(phase: Phase, line: Line): boolean {
    const named = spokenLine(line.content.slice(0, 600)) ?? [];
    if (named.length === 0 || !named.every((name) => /^phases?\s\d/i.test(name))) return false;
    phase.dependsOn.push({ expression: named.join(', '), where: at(line) });
    return true;
  }

  private signal(line: Line, { id, signals, gate, leftOut }: PhaseProgress): void {
    const phase = this.book.byKey.get(phaseKey(id));
    if (phase === undefined) return;
    this.ledger.mark(line, 'repeat');
    if (signals.includes('done')) phase.isDone = true;
    if (signals.includes('open')) phase.isOpen = true;
    if (gate !== undefined) phase.humanGate ??= gate;
    if (leftOut !== undefined) phase.listedAs ??= { said: leftOut, means: 'skipped' };
  }
}

const STRUCK = { said: 'struck out', means: 'skipped' } as const;

/** `Alpha (2/2 plans)`: how far it is, and no part of its name. */
const PLAN_COUNT = / {0,3}\(\d{1,3} ?\/ ?\d{1,3} plans?\)$/i;

function isTicked(line: Line): boolean {
  return line.kind === 'box' && isDoneMark(line.mark);
}
