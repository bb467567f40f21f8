import type { DraftPlan, DraftReference } from '../draft';
import type { Findings } from '../findings';
import type { Position } from '../plan';
import { readAttribute } from '../text/attributes';
import { findHumanGate } from '../text/find-human-gate';
import type { Line } from '../text/lines';
import { plainText } from '../text/plain-text';
import type { PlanDocument } from '../text/plan-document';
import { quote } from '../text/quote';
import { readCriterion } from '../text/read-criterion';
import { isGated, readFrontmatter } from '../text/read-frontmatter';
import { readHeading } from '../text/read-heading';
import { readReferences } from '../text/read-references';
import { applyAttribute, finishMarkdownTask, type MarkdownTask, newMarkdownTask } from './markdown-task';
import { noteHiddenBoxes } from './note-hidden-boxes';
import type { PlanFormat } from './plan-format';

/**
 * GSD's ROADMAP.md: each phase is a task, the plans of a phase are its subtasks. A phase may stand in a checklist, under
 * a heading of its own and in a progress table; they are merged by number.
 *
 * Source: plan files as people write them; the lines for commands, files and so on are ours (docs/plan-syntax.md).
 */
export const gsdRoadmap: PlanFormat = {
  name: 'gsd-roadmap',
  title: 'GSD ROADMAP.md',
  isStrict: false,

  detect(document) {
    const { lines } = document.markdown();
    let headings = 0;
    let boxes = 0;
    let labels = 0;
    let otherIds = 0;
    for (const line of lines) {
      if (line.kind === 'heading' && phaseOf(readHeading(line.content).text) !== undefined) headings++;
      if (line.kind === 'box' && /^(?:\*\*)?Phase \d/.test(line.content)) boxes++;
      if (line.kind === 'box' && /^\W{0,3}T\d{3}/.test(line.content)) otherIds++;
      if (line.kind === 'text' && /^\*\*(?:Goal|Depends on|Success Criteria|Plans)\b/i.test(line.content)) labels++;
    }
    const isNamed = document.name.endsWith('roadmap.md');
    if (otherIds > 2 && !isNamed) return 0;
    if (headings > 0 && labels > 0) return 0.9;
    if (boxes > 0 && (isNamed || boxes > 1)) return 0.8;
    return isNamed && headings > 0 ? 0.7 : 0;
  },

  read(document, _limits, findings) {
    const { lines, unclosed } = document.markdown();
    const reader = new RoadmapReader(findings);
    for (const line of lines) reader.line(line);
    const frontmatter = readFrontmatter(lines, document.text);
    noteHiddenBoxes(document.markdown(), unclosed, findings);
    return reader.finish(frontmatter.get('title')?.value, document, isGated(frontmatter));
  },
};

interface Phase extends MarkdownTask {
  readonly key: string;
  /** Signs that it is done, and that it is not. */
  isDone: boolean;
  isOpen: boolean;
  hasHeading: boolean;
}

/** Characters after which further lines of a criterion go to the description. */
const LONGEST_CRITERION = 2_000;

type Mode = 'none' | 'criteria' | 'plans';

class RoadmapReader {
  private readonly phases = new Map<string, Phase>();
  private title = '';
  private current: Phase | undefined;
  private currentLevel = 0;
  private mode: Mode = 'none';
  private modeIndent = 0;
  private statusTable = false;
  private inTable = false;
  /** Words outside any phase that ask for a person hold for the whole plan. */
  private planGate: string | undefined;

  constructor(private readonly findings: Findings) {}

  line(line: Line): void {
    if (line.kind !== 'table') this.inTable = false;
    if (line.kind === 'heading') this.heading(line);
    else if (line.kind === 'table') this.row(line);
    else if (line.kind === 'box' || line.kind === 'item') this.item(line);
    else if (line.kind === 'text') this.text(line);
    else if (line.kind === 'rule') this.mode = 'none';
  }

  finish(title: string | undefined, document: PlanDocument, asksFirst: boolean): DraftPlan {
    const phases = [...this.phases.values()];
    const numberOf = new Map(phases.map((phase, no) => [phase.key, no]));
    const byKey = phases.map(({ key }) => key).sort(comparePhases);
    const before = new Map(byKey.map((key, at) => [key, byKey[at - 1]]));
    const tasks = phases.map((phase) => {
      this.settleStatus(phase);
      const previous = before.get(phase.key);
      if (phase.dependsOn.length === 0 && previous !== undefined && phases.length > 1)
        phase.follows.push(numberOf.get(previous)!);
      const task = finishMarkdownTask(phase, this.references(phase, byKey));
      const {
        key: _key,
        isDone: _isDone,
        isOpen: _isOpen,
        hasHeading: _hasHeading,
        ...draft
      } = task as typeof task & Phase;
      return draft;
    });
    const gate = asksFirst ? 'autonomous: false' : this.planGate;
    const fallback = document.name === '' ? 'Roadmap' : document.name;
    return {
      title: title ?? (this.title || fallback),
      source: 'ROADMAP',
      tasks,
      where: { line: 1, column: 1 },
      ...(gate === undefined ? {} : { humanGate: gate }),
    };
  }

  private heading(line: Line): void {
    this.mode = 'none';
    const { text, isDone } = readHeading(line.content);
    const found = phaseOf(text);
    if (found === undefined) {
      if (line.level === 1 && this.title === '') this.title = text.replace(/^Roadmap: {0,4}/i, '');
      if (line.level <= this.currentLevel) this.current = undefined;
      return;
    }
    const phase = this.phase(found.id, found.title, line);
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
  }

  private item(line: Line): void {
    const listed = line.kind === 'box' ? phaseOf(plainText(line.content.slice(0, 2_000)), true) : undefined;
    if (listed !== undefined && this.mode !== 'criteria') {
      this.listed(line, listed);
      return;
    }
    const phase = this.current;
    if (phase === undefined) return;
    const attribute = readAttribute(line.content);
    if (this.mode === 'criteria' && (line.kind === 'item' || line.kind === 'box')) {
      phase.criteria.push({ ...readCriterion(line.content), where: at(line) });
      return;
    }
    if (attribute !== undefined && line.kind === 'item' && this.attribute(phase, line)) return;
    const plan = planOf(line.content);
    if (plan !== undefined && (line.kind === 'box' || this.mode === 'plans')) {
      phase.subtasks.push({ originalId: plan.id, title: plan.title, isDone: isTicked(line) });
      return;
    }
    if (line.kind === 'box' && line.content !== '' && !/^TBD\b/i.test(line.content)) {
      phase.subtasks.push({ originalId: '', title: plainText(line.content), isDone: isTicked(line) });
      return;
    }
    if (!/^(?:TBD|To be)/i.test(line.content)) phase.description.push(`- ${plainText(line.content)}`);
  }

  private listed(line: Line, listed: { id: string; title: string }): void {
    const separator = / {1,3}[-–—]{1,3} {1,3}/.exec(listed.title);
    const title = separator === null ? listed.title : listed.title.slice(0, separator.index);
    const phase = this.phase(listed.id, readHeading(title).text, line);
    if (separator !== null) phase.description.push(listed.title.slice(separator.index + separator[0].length));
    if (isTicked(line)) phase.isDone = true;
    else phase.isOpen = true;
  }

  private text(line: Line): void {
    const phase = this.current;
    if (phase === undefined) {
      this.planGate ??= findHumanGate('', line.content.slice(0, 2_000));
      return;
    }
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
    if (attribute === undefined) return false;
    const where = { line: line.no, column: line.column + attribute.offset };
    if (attribute.name === 'criteria') {
      this.mode = 'criteria';
      this.modeIndent = line.indent;
      if (attribute.value !== '') phase.criteria.push({ ...readCriterion(attribute.value), where });
      return true;
    }
    if (attribute.name === 'plans') {
      this.mode = 'plans';
      return true;
    }
    if (line.kind === 'item' && this.mode === 'plans') return false;
    this.mode = 'none';
    if (attribute.name === 'goal' || attribute.name === 'requirements') {
      phase.description.push(`${attribute.name === 'goal' ? 'Goal' : 'Requirements'}: ${plainText(attribute.value)}`);
      return true;
    }
    if (attribute.name === 'status') {
      const status = statusOf(attribute.value);
      if (status === 'done') phase.isDone = true;
      if (status === 'open') phase.isOpen = true;
      return true;
    }
    return applyAttribute(phase, attribute, where, this.findings);
  }

  /** A row of a progress table: its first cell starts with a phase's number. Other tables only trace requirements. */
  private row(line: Line): void {
    const cells = line.content
      .slice(0, 4_000)
      .split('|')
      .map((cell) => plainText(cell));
    const first = cells[1] ?? '';
    if (!this.inTable) {
      this.inTable = true;
      this.statusTable =
        /phase|fase|阶段|^#$/i.test(first) && cells.some((cell) => /status|状态|complete|zustand/i.test(cell));
      return;
    }
    if (!this.statusTable) return;
    const found = /^(?:Phase )?(\d{1,6}(?:\.\d{1,6}){0,4}[a-z]?)(?:[. ):—–-]|$)/i.exec(first);
    const phase = found === null ? undefined : this.phases.get(phaseKey(found[1]!));
    if (phase === undefined) return;
    for (const cell of cells.slice(2)) {
      const status = statusOf(cell);
      if (status === 'done') phase.isDone = true;
      if (status === 'open') phase.isOpen = true;
    }
  }

  private phase(id: string, title: string, line: Line): Phase {
    const key = phaseKey(id);
    const known = this.phases.get(key);
    if (known !== undefined) return known;
    const task = newMarkdownTask(`Phase ${id}`, title === '' ? `Phase ${id}` : title, at(line));
    const phase: Phase = {
      ...task,
      aliases: [id, key, `phase ${key}`],
      key,
      isDone: false,
      isOpen: false,
      hasHeading: false,
    };
    this.phases.set(key, phase);
    return phase;
  }

  private settleStatus(phase: Phase): void {
    const plans = phase.subtasks.filter(({ originalId }) => originalId !== '');
    const allTicked = plans.length > 0 && plans.every(({ isDone }) => isDone);
    if (phase.isDone && phase.isOpen) {
      this.findings.note(
        'NOTE_STATUS_CONFLICT',
        phase.where,
        `${phase.originalId} is marked done in one place and open in another; it counts as not done`,
      );
    }
    if (phase.key.startsWith('999.')) phase.status = 'skipped';
    else if ((phase.isDone || allTicked) && !phase.isOpen) phase.status = 'completed';
  }

  private references(phase: Phase, keys: readonly string[]): DraftReference[] {
    const references: DraftReference[] = [];
    for (const { expression, where } of phase.dependsOn) {
      const found = readReferences(expression);
      if (found.isAllBefore) {
        for (const key of keys)
          if (comparePhases(key, phase.key) < 0) references.push({ target: `phase ${key}`, where });
      }
      for (const target of found.targets) {
        const id = /^(\d{1,6}(?:\.\d{1,6}){0,4}[a-z]?)(?:-[a-z].*)?$/i.exec(target)?.[1];
        if (id === undefined) this.external(phase, target, where);
        else if (this.phases.has(phaseKey(id))) references.push({ target: `phase ${phaseKey(id)}`, where });
        else if (keys.length > 0 && comparePhases(phaseKey(id), keys[0]!) < 0)
          this.external(phase, `Phase ${id}`, where);
        else references.push({ target: `Phase ${id}`, where });
      }
      for (const remark of found.remarks) this.external(phase, remark, where);
    }
    return references;
  }

  private external(phase: Phase, target: string, where: Position): void {
    this.findings.note(
      'NOTE_EXTERNAL_DEPENDENCY',
      where,
      `${phase.originalId} also waits on ${quote(target)}, which is not in this file; nightshift does not wait for it`,
    );
  }
}

/** `Phase 2.1: Title`; with `isListed`, as a checklist line has it. */
function phaseOf(text: string, isListed = false): { id: string; title: string } | undefined {
  const found =
    /^(?:Phase|Fase|阶段|フェーズ) {0,3}(\d{1,6}(?:\.\d{1,6}){0,4}[a-z]?)(?![\w.]) {0,3}(?:[:：]|[-–—]+(?= )|(?=\(|$)| )? {0,3}(.*)$/i.exec(
      text,
    );
  if (found === null) return undefined;
  const [, id = '', title = ''] = found;
  return { id, title: isListed ? title : title.trim() };
}

/** `02-01-PLAN.md — text`, `02-01: text`, `12-PLAN-03.md`, `1.1 text`; undefined for prose. */
function planOf(content: string): { id: string; title: string } | undefined {
  const text = plainText(content);
  const found =
    /^(\d{1,6}(?:\.\d{1,6}){0,4}[a-z]?(?:-(?:PLAN-)?P?\d{1,4}[a-z]?)|\d{1,4}\.\d{1,4})(?:-PLAN)?(?:-[\w-]{1,80})?(?:\.md)?(?:\s|[:—–]|$)/i.exec(
      text,
    );
  if (found === null) return undefined;
  const title = text.slice(found[0].length).replace(/^[\s:—–-]{1,6}/, '');
  return { id: found[1]!.replace(/-PLAN-/i, '-'), title: title === '' ? found[1]! : title };
}

/** Each dotted part as a number, so that `09.1` and `9.1` are one phase. */
function phaseKey(id: string): string {
  return id
    .toLowerCase()
    .split('.')
    .map((part) => part.replace(/^0+(?=\d)/, ''))
    .join('.');
}

function comparePhases(a: string, b: string): number {
  const as = a.split('.');
  const bs = b.split('.');
  for (let at = 0; at < Math.max(as.length, bs.length); at++) {
    const difference = Number.parseInt(as[at] ?? '-1', 10) - Number.parseInt(bs[at] ?? '-1', 10);
    if (difference !== 0) return difference;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

function statusOf(cell: string): 'done' | 'open' | undefined {
  const text = plainText(cell.slice(0, 200))
    .replace(/^(?:✅|✓|🚧|⏳|📋|🔴|\s){1,6}/u, '')
    .toLowerCase();
  if (
    /^(?:not started|in progress|in-progress|planned|planning|pending|todo|ready|blocked|deferred|open|未开始|进行中)/.test(
      text,
    )
  )
    return 'open';
  if (
    /^(?:completed?|done|finished|shipped|passed|verified|已完成|完了)\b/.test(text) ||
    text === '已完成' ||
    text === '完了'
  )
    return 'done';
  return /^[✅✓☑]/u.test(cell.trim()) ? 'done' : undefined;
}

function isTicked(line: Line): boolean {
  return line.kind === 'box' && 'xX✓✅☑'.includes(line.mark);
}

function normal(title: string): string {
  return title.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function at(line: Line): Position {
  return { line: line.no, column: line.column };
}
