import type { DraftPlan, DraftReference } from '../../draft';
import { applyAttribute } from '../../drafting/apply-attribute';
import { type OrderedTask, orderByDocument } from '../../drafting/document-order';
import { gateOfPlan } from '../../drafting/gate-of-plan';
import { finishMarkdownTask, newMarkdownTask } from '../../drafting/markdown-task';
import { RunningGates } from '../../drafting/running-gates';
import type { Findings } from '../../findings';
import type { PlanLimits } from '../../plan';
import { at } from '../../text/at';
import { readAttribute } from '../../text/attributes';
import { cut } from '../../text/cut';
import { noteFrontmatter } from '../../text/frontmatter';
import { holdByStatus } from '../../text/held-status';
import type { Line } from '../../text/lines';
import { numberedTitle } from '../../text/numbered-title';
import { plainText } from '../../text/plain-text';
import type { PlanDocument } from '../../text/plan-document';
import { quote } from '../../text/quote';
import { isNamedCriterion, readCriterion } from '../../text/read-criterion';
import { readHeading } from '../../text/read-heading';
import { readReferences } from '../../text/read-references';
import { statusOf, statusOfMark } from '../../text/status-words';

interface EpicStory extends OrderedTask {
  phase: string | undefined;
  saysStatus: boolean;
}

/** Characters after which further lines of a criterion go to the description. */
const LONGEST_CRITERION = 2_000;
const GIVEN = /^[*_]{0,2}given\b/i;
const THEN = /(?:^|[\s,;*_])then\b/i;
/** Lines in which a scenario must come to its end. */
const LONGEST_SCENARIO = 20;
const GOES_ON = /^[*_]{0,2}(?:when|then|and|but)\b/i;

/** Reads an `epics.md`: each `Story N.M` heading is a task; epics and stories that stand in a list and again below are merged. */
export function readEpics(document: PlanDocument, limits: PlanLimits, findings: Findings): DraftPlan {
  const reader = new EpicsReader(document, limits, findings);
  for (const line of document.markdown().lines) reader.line(line);
  return reader.finish();
}

class EpicsReader {
  private readonly stories: EpicStory[] = [];
  private readonly byId = new Map<string, EpicStory>();
  private readonly copies = new Map<string, number>();
  private readonly epics = new Map<string, { name: string; readonly no: number }>();
  private readonly gates: RunningGates;
  private current: EpicStory | undefined;
  private level = 0;
  private epic: string | undefined;
  private title = '';
  private isCriteria = false;
  private isScenario = false;
  private indent = 0;
  private isOpen = false;

  constructor(
    private readonly document: PlanDocument,
    private readonly limits: PlanLimits,
    private readonly findings: Findings,
  ) {
    this.gates = new RunningGates(findings);
  }

  line(line: Line): void {
    if (line.kind === 'heading') this.heading(line);
    else if (line.kind === 'box' || line.kind === 'item') this.item(line);
    else if (line.kind === 'text') this.text(line);
    else if (line.kind === 'blank') this.blank();
  }

  /** A scenario that no label announced ends with its paragraph. */
  private blank(): void {
    this.isOpen = false;
    if (this.isScenario) this.isCriteria = false;
    this.isScenario = false;
  }

  /** `Given …` without a label above is a criterion where `Then …` follows. */
  private scenario(line: Line): void {
    if (this.isCriteria || !GIVEN.test(line.content)) return;
    const { lines } = this.document.markdown();
    const from = line.no - lines[0]!.no + 1;
    const below = lines.slice(from, from + LONGEST_SCENARIO);
    const end = below.findIndex(({ kind }) => kind !== 'text' && kind !== 'item');
    this.isScenario = below.slice(0, end < 0 ? below.length : end).some(({ content }) => THEN.test(content));
    this.isCriteria = this.isScenario;
  }

  finish(): DraftPlan {
    const frontmatter = this.document.frontmatter();
    noteFrontmatter(frontmatter, this.findings);
    const references = this.stories.map((story) => this.references(story));
    if (this.stories.length <= this.limits.tasks) orderByDocument(this.stories, this.findings);
    return {
      title: frontmatter.fields.get('title')?.value || this.title || 'Epics',
      source: 'SPEC',
      where: { line: 1, column: 1 },
      phases: [...this.epics.values()].map(({ name }) => name),
      tasks: this.stories.map(({ section: _s, isParallel: _p, saysStatus: _st, phase, ...story }, no) => ({
        ...finishMarkdownTask(story, references[no]!),
        ...(phase === undefined ? {} : { phase }),
      })),
      ...gateOfPlan(this.document, this.gates.planGate),
    };
  }

  private heading(line: Line): void {
    const { text, isDone } = readHeading(line.content);
    const found = numberedTitle(text);
    this.gates.heading(line);
    if (found?.word === 'story') {
      this.story(line, found.id, found.title, isDone);
      return;
    }
    if (found?.word === 'epic' && line.content.startsWith('~~')) {
      this.document.ledger.leaveOut(line, 'struck through: it was given up');
      this.epic = undefined;
      this.current = undefined;
      return;
    }
    if (found?.word === 'epic') {
      const key = found.id.toLowerCase();
      this.document.ledger.mark(line, this.epics.has(key) ? 'repeat' : 'group');
      if (!this.epics.has(key)) this.epics.set(key, { name: text, no: this.epics.size });
      this.epic = key;
      this.current = undefined;
      return;
    }
    if (line.level === 1 && this.title === '') this.title = text;
    const isInside = this.current !== undefined && line.level > this.level;
    if (isInside) this.isCriteria = /^acceptance criteria/i.test(text);
    else this.current = undefined;
  }

  private story(line: Line, id: string, title: string, isDone: boolean): void {
    const known = this.byId.get(id.toLowerCase());
    const isSame = known !== undefined && (title === '' || isLike(known.title, title));
    let story = known;
    if (known === undefined || !isSame) story = this.add(line, id, title, known);
    else this.document.ledger.mark(line, 'repeat');
    if (isDone && story !== undefined) {
      story.status = 'completed';
      story.saysStatus = true;
    }
    this.current = story;
    this.level = line.level;
    this.isCriteria = false;
    this.isScenario = false;
  }

  private add(line: Line, id: string, title: string, twin: EpicStory | undefined): EpicStory {
    const copy = (this.copies.get(id.toLowerCase()) ?? 0) + 1;
    this.copies.set(id.toLowerCase(), copy);
    const name = copy === 1 ? id : `${id}#${copy}`;
    if (twin !== undefined) {
      const message = `Story ${quote(id)} stands in line ${twin.where.line} already, with another title; here it is read as ${name}`;
      this.findings.note('NOTE_DUPLICATE_ID', at(line), message);
    }
    const epic = this.epic === undefined ? undefined : this.epics.get(this.epic);
    const base = newMarkdownTask(name, title === '' ? `Story ${id}` : title, at(line));
    base.aliases.push(`story ${id.toLowerCase()}`);
    const story: EpicStory = {
      ...base,
      section: epic?.no ?? -1,
      isParallel: false,
      phase: epic?.name,
      saysStatus: false,
    };
    this.gates.hold(story);
    this.document.ledger.mark(line, 'task');
    this.stories.push(story);
    this.byId.set(name.toLowerCase(), story);
    return story;
  }

  private item(line: Line): void {
    const story = this.current;
    if (story === undefined || line.content === '') return;
    this.scenario(line);
    if (this.isCriteria || isNamedCriterion(line.content)) {
      this.criterion(story, line);
      return;
    }
    if (this.field(story, line)) {
      this.document.ledger.mark(line, 'field');
      return;
    }
    if (line.kind === 'box') {
      this.document.ledger.mark(line, 'subtask');
      const isDone = statusOfMark(line.mark) === 'completed';
      story.subtasks.push({ originalId: '', title: plainText(line.content), isDone, where: at(line) });
      return;
    }
    this.document.ledger.mark(line, 'detail');
    story.description.push(`- ${plainText(line.content)}`);
  }

  private text(line: Line): void {
    const story = this.current;
    if (story === undefined) {
      this.gates.prose(line);
      return;
    }
    if (this.field(story, line)) return;
    this.scenario(line);
    if (this.isCriteria && (GIVEN.test(line.content) || GOES_ON.test(line.content))) {
      this.criterion(story, line);
      return;
    }
    if (this.isCriteria && this.isOpen) {
      this.criterion(story, line);
      return;
    }
    if (/^\*\*[^*]{1,60}:?\*\*:?/.test(line.content)) this.isCriteria = false;
    story.description.push(plainText(line.content));
  }

  /** `Given` begins one, `When`, `Then`, `And` and what stands below go on; each other item is one. */
  private criterion(story: EpicStory, line: Line): void {
    const last = story.criteria[story.criteria.length - 1];
    const isFirst = last === undefined || (!GOES_ON.test(line.content) && !this.isOpenBelow(line));
    if (isFirst || GIVEN.test(line.content)) {
      this.document.ledger.mark(line, 'criterion');
      story.criteria.push({ ...readCriterion(line.content), where: at(line) });
      this.indent = line.indent;
      this.isOpen = line.kind === 'text';
      return;
    }
    this.document.ledger.mark(line, 'detail');
    if (last.criterion.length > LONGEST_CRITERION) return;
    const criterion = `${plainText(last.criterion)} ${cut(plainText(line.content), LONGEST_CRITERION)}`;
    story.criteria[story.criteria.length - 1] = { ...last, criterion };
  }

  private isOpenBelow(line: Line): boolean {
    return line.indent >= this.indent + 2 || (line.kind === 'text' && this.isOpen);
  }

  private field(story: EpicStory, line: Line): boolean {
    const attribute = readAttribute(
      line.content.replace(/^\*{0,2}Prerequisites?\b/i, (word) => word.replace(/Prerequisites?/i, 'Depends on')),
    );
    if (attribute === undefined) return false;
    const where = { line: line.no, column: line.column + attribute.offset };
    if (attribute.name === 'criteria') {
      this.isCriteria = true;
      this.isOpen = false;
      if (attribute.value !== '') story.criteria.push({ ...readCriterion(attribute.value), where });
      return true;
    }
    if (attribute.name === 'status') {
      holdByStatus(story, attribute.value);
      const status = statusOf(plainText(attribute.value));
      if (status !== undefined && (!story.saysStatus || status !== 'completed')) story.status = status;
      story.saysStatus ||= status !== undefined;
      return status !== undefined;
    }
    if (attribute.name === 'requirements' || attribute.name === 'goal' || attribute.name === 'context') return false;
    return applyAttribute(story, attribute, where, this.findings);
  }

  private references(story: EpicStory): readonly DraftReference[] {
    return story.dependsOn.flatMap(({ expression, where }) => {
      const { targets, remarks, isAllBefore } = readReferences(expression);
      const before = isAllBefore
        ? this.stories.slice(0, Math.min(this.stories.indexOf(story), this.limits.dependenciesPerTask))
        : [];
      const named = targets.filter(
        (target) => this.byId.has(target.toLowerCase()) || /^[A-Z]{0,3}\d{1,4}[a-z]?\.\d{1,4}/i.test(target),
      );
      const other = [...remarks, ...targets.filter((target) => !named.includes(target))];
      if (other.length > 0)
        this.findings.note(
          'NOTE_EXTERNAL_DEPENDENCY',
          where,
          `${story.originalId} also needs ${quote(other.join(', '))}; nightshift does not wait for it`,
        );
      return [...before.map(({ originalId }) => originalId), ...named].map((target) => ({ target, where }));
    });
  }
}

function isLike(a: string, b: string): boolean {
  const plain = (title: string): string =>
    plainText(title)
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]/gu, '');
  const [short, long] = [plain(a), plain(b)].sort((one, other) => one.length - other.length);
  return long!.startsWith(short!);
}
