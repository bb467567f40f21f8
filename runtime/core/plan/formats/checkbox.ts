import type { DraftCriterion, DraftPlan, DraftReference } from '../draft';
import type { Findings } from '../findings';
import type { PlanLimits, Position } from '../plan';
import { type Attribute, boldLabel, readAttribute } from '../text/attributes';
import { codeSpans } from '../text/code-spans';
import { findHumanGate } from '../text/find-human-gate';
import type { Line } from '../text/lines';
import { plainText } from '../text/plain-text';
import type { PlanDocument } from '../text/plan-document';
import { quote } from '../text/quote';
import { readCriterion } from '../text/read-criterion';
import { isGated, readFrontmatter } from '../text/read-frontmatter';
import { readHeading } from '../text/read-heading';
import { readReferences } from '../text/read-references';
import { labelKind, type SectionKind, sectionKind } from '../text/section-kind';
import { orderByDocument } from './document-order';
import { applyAttribute, finishMarkdownTask, type MarkdownTask, newMarkdownTask } from './markdown-task';
import { noteHiddenBoxes } from './note-hidden-boxes';
import type { PlanFormat } from './plan-format';

/**
 * Any markdown with boxes: a top-level box is a task, a box below it a subtask. Under headings that speak of criteria a
 * box is a criterion of the task above; under "out of scope", "risks" and the like it is nothing.
 *
 * Source: plan files as people write them; what a task may say is ours (docs/plan-syntax.md).
 */
export const checkbox: PlanFormat = {
  name: 'checkbox',
  title: 'Markdown with boxes',
  isStrict: false,

  detect(document) {
    const { lines } = document.markdown();
    if (lines.some(({ kind }) => kind === 'box')) return 0.4;
    const isMarkdown =
      document.name.endsWith('.md') ||
      lines.some(({ kind }) => kind === 'heading' || kind === 'near-box' || kind === 'item');
    return isMarkdown ? 0.1 : 0.05;
  },

  read(document, limits, findings) {
    const reader = new CheckboxReader(findings);
    const { lines, unclosed } = document.markdown();
    for (const line of lines) reader.line(line);
    noteHiddenBoxes(document.markdown(), unclosed, findings);
    return reader.finish(document, limits);
  },
};

interface BoxTask extends MarkdownTask {
  readonly section: number;
  readonly isParallel: boolean;
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

class CheckboxReader {
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
  private leftOut = 0;
  /** Words above the first heading hold for the whole plan. */
  private planGate: string | undefined;

  constructor(private readonly findings: Findings) {}

  line(line: Line): void {
    if (line.kind === 'heading') this.heading(line);
    else if (line.kind === 'box') this.box(line);
    else if (line.kind === 'near-box') this.nearBox(line);
    else if (line.kind === 'item') this.item(line);
    else if (line.kind === 'text') this.text(line);
    else if (line.kind === 'rule') this.current = undefined;
  }

  finish(document: PlanDocument, limits: PlanLimits): DraftPlan {
    const fields = readFrontmatter(document.markdown().lines, document.text);
    const inFrontmatter = fields.get('tasks');
    if (inFrontmatter !== undefined && this.tasks.length > 0) {
      this.findings.problem('PLAN_AMBIGUOUS', inFrontmatter.where, 'Tasks stand in the frontmatter and in the text', {
        hint: 'Keep one of the two lists',
      });
    }
    this.placeCriteria();
    this.nameTasks();
    const isTooLong = this.tasks.length > limits.tasks;
    const references = isTooLong ? [] : this.references(limits.edges);
    const waitedOn = new Set(references.flat().map(({ target }) => target.toLowerCase()));
    const isWaitedOn = (no: number): boolean => {
      const { originalId, aliases } = this.tasks[no]!;
      return waitedOn.has(originalId.toLowerCase()) || aliases.some((alias) => waitedOn.has(alias));
    };
    if (!isTooLong) orderByDocument(this.tasks, isWaitedOn, this.findings);
    const title = fields.get('title')?.value ?? fields.get('name')?.value ?? this.title;
    const gate = isGated(fields) ? 'autonomous: false' : this.planGate;
    return {
      title: title === '' || title === undefined ? document.name || 'Plan' : title,
      source: 'INLINE',
      where: { line: 1, column: 1 },
      tasks: this.tasks.map((task, no) => {
        const { section: _s, isParallel: _p, indent: _i, ...rest } = task;
        return finishMarkdownTask(rest, references[no] ?? []);
      }),
      ...(gate === undefined ? {} : { humanGate: gate }),
    };
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
    if (kind === 'other') {
      this.leftOut++;
      if (this.leftOut === 1)
        this.findings.note(
          'NOTE_LEFT_OUT',
          at(line),
          'Boxes under this heading are no tasks, by its name; they are left out',
        );
      return;
    }
    if (kind === 'criteria') {
      this.criterion(line);
      return;
    }
    this.tasks.push(this.newTask(line));
    this.current = this.tasks[this.tasks.length - 1];
  }

  private nested(task: BoxTask, line: Line): void {
    if (this.criteriaIndent >= 0 && line.indent > this.criteriaIndent) {
      task.criteria.push({ ...readCriterion(line.content), where: at(line) });
      return;
    }
    this.criteriaIndent = -1;
    const attribute = readAttribute(line.content);
    if (attribute?.name === 'verify' && applyAttribute(task, attribute, at(line), this.findings)) return;
    const { id, text } = leadingId(line);
    task.subtasks.push({ originalId: id ?? '', title: plainText(text), isDone: isTicked(line) });
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
      task.criteria.push({ ...readCriterion(line.content), where: at(line) });
      return;
    }
    this.criteriaIndent = -1;
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

  /** Criteria of the whole plan are proven by its last task. */
  private placeCriteria(): void {
    const last = this.tasks[this.tasks.length - 1];
    const [first] = this.unplaced;
    if (first === undefined) return;
    if (last === undefined) {
      this.findings.problem('PLAN_ORPHAN_CRITERION', first.where, 'The plan has criteria, but no task', {
        hint: 'Add tasks as boxes under a heading of their own',
      });
      return;
    }
    last.criteria.push(...this.unplaced);
    this.findings.note(
      'NOTE_CRITERIA_PLACED',
      first.where,
      `${this.unplaced.length} criteria of the whole plan are checked after its last task, ${quote(last.title)}`,
    );
  }

  /** Each task gets the id that it wrote, else its number; an id twice gets `#2`. */
  private nameTasks(): void {
    const taken = new Map<string, BoxTask>();
    const titles = new Map<string, BoxTask>();
    const written = new Set(this.tasks.map(({ originalId }) => originalId).filter((id) => id !== ''));
    this.tasks.forEach((task, no) => {
      const own =
        task.originalId !== '' ? task.originalId : written.has(String(no + 1)) ? `#${no + 1}` : String(no + 1);
      task.aliases.push(`#${no + 1}`);
      const first = taken.get(own);
      let name = own;
      for (let copy = 2; taken.has(name); copy++) name = `${own}#${copy}`;
      if (first !== undefined) {
        this.findings.note(
          'NOTE_DUPLICATE_ID',
          task.where,
          `The id ${quote(own)} stands in line ${first.where.line} already; here it is read as ${name}`,
        );
      }
      task.originalId = name;
      taken.set(name, task);
      const title = task.title.toLowerCase();
      const twin = titles.get(title);
      if (twin === undefined) {
        titles.set(title, task);
        task.aliases.push(title);
      } else {
        this.findings.note(
          'NOTE_DUPLICATE_TITLE',
          task.where,
          `The title ${quote(task.title)} stands in line ${twin.where.line} already; both are run`,
        );
      }
    });
  }

  /** The tasks that each task says it waits on. Stops when there are more than any limit allows. */
  private references(most: number): readonly (readonly DraftReference[])[] {
    const known = new Set(this.tasks.flatMap(({ originalId, aliases }) => [originalId.toLowerCase(), ...aliases]));
    let count = 0;
    return this.tasks.map((task, no) => {
      const references: DraftReference[] = [];
      for (const { expression, where } of task.dependsOn) {
        if (count > most) break;
        const whole = plainText(expression);
        const found = known.has(whole.toLowerCase())
          ? { targets: [whole], remarks: [], isAllBefore: false }
          : readReferences(expression);
        if (found.isAllBefore)
          for (const earlier of this.tasks.slice(0, no)) references.push({ target: earlier.originalId, where });
        for (const target of found.targets) references.push({ target, where });
        for (const remark of found.remarks) {
          if (known.has(remark.toLowerCase())) references.push({ target: remark, where });
          else
            this.findings.note(
              'NOTE_NOT_UNDERSTOOD',
              where,
              `${quote(remark)} names no task of this plan; nightshift does not wait for it`,
            );
        }
      }
      count += references.length;
      return references;
    });
  }
}

/** An id at the start of a box: `1.`, `2.1`, `T001`, `FIX-1:`, `**Task 3:**`, `#12`; or the number of an ordered box. */
function leadingId(line: Line): { id: string | undefined; text: string } {
  const text = line.content.replace(/^[*_`~]{1,3}(?=[#A-Z0-9[])/i, '');
  const found =
    /^(?:Task|Step|Phase|Stage) (\d{1,6}(?:\.\d{1,6}){0,4}[a-z]?)(?:[:.)]| [-–—])[*`]{0,3}\s{1,4}(?=\S)/i.exec(text) ??
    /^\[?#?(\d{1,6}(?:\.\d{1,6}){1,4}[a-z]?)[.:)\]]{0,2}[*`]{0,3}\s{1,4}(?=\S)/i.exec(text) ??
    /^\[?#?(\d{1,6}[a-z]?)[.:)\]]{1,2}[*`]{0,3}\s{1,4}(?=\S)/i.exec(text) ??
    /^#(\d{1,6})[*`]{0,3}\s{1,4}(?=\S)/.exec(text) ??
    /^\[?(T-?\d{1,5}(?:\.\d{1,5})?[a-z]?)[.:)\]]{0,2}[*`]{0,3}\s{1,4}(?=\S)/.exec(text) ??
    /^\[?([A-Z][A-Za-z]{0,11}-\d{1,6}(?:\.\d{1,6}){0,3})[.:)\]]{0,2}[*`]{0,3}\s{1,4}(?=\S)/.exec(text) ??
    /^\[([A-Za-z][\w.-]{0,40})\][*`]{0,3}:?\s{1,4}(?=\S)/.exec(text);
  if (found === null || /^\[?(?:P|US\d+)\]/.test(text))
    return { id: line.ordinal === '' ? undefined : line.ordinal, text: line.content };
  return { id: found[1]!, text: text.slice(found[0].length) };
}

interface Marks {
  readonly text: string;
  readonly attributes: readonly Attribute[];
  readonly isParallel: boolean;
  /** `… (depends on T010)` without a colon. */
  readonly prose?: string;
}

/**
 * Takes `(key: value)`, `[P]`, `(P)` and `(depends on …)` out of a title; brackets inside backticks are text. Linear:
 * only pairs without a bracket inside are looked at.
 */
function takeMarks(content: string): Marks {
  const attributes: Attribute[] = [];
  const pieces: string[] = [];
  const spans = codeSpans(content);
  let isParallel = false;
  let prose: string | undefined;
  let from = 0;
  let open = -1;
  let span = 0;
  for (let at = 0; at < content.length; at++) {
    while (span < spans.length && spans[span]!.end <= at) span++;
    if (span < spans.length && spans[span]!.start === at) {
      at = spans[span]!.end - 1;
      continue;
    }
    const character = content.charAt(at);
    if (character === '(' || character === '[') open = at;
    if (open < 0 || character !== (content.charAt(open) === '(' ? ')' : ']')) continue;
    const inside = content.slice(open + 1, at).trim();
    const attribute = readAttribute(inside);
    const isProse = /^(?:depends on|blocked by|after|needs|waits for) /i.test(inside);
    const isMark = inside === 'P' || /^parallel(?:: true)?$/i.test(inside);
    if (attribute !== undefined || isProse || isMark) {
      pieces.push(content.slice(from, open));
      from = at + 1;
      if (attribute !== undefined) attributes.push(attribute);
      else if (isProse) prose = inside.replace(/^[a-z]+(?: (?:on|by|for))? /i, '');
      isParallel ||= isMark;
    }
    open = -1;
  }
  pieces.push(content.slice(from));
  const text = pieces
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '')
    .join(' ');
  return prose === undefined ? { text, attributes, isParallel } : { text, attributes, isParallel, prose };
}

function isTicked(line: Line): boolean {
  return 'xX✓✅☑'.includes(line.mark);
}

function at(line: Line): Position {
  return { line: line.no, column: line.column };
}
