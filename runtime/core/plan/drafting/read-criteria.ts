import type { DraftCriterion } from '../draft';
import { append } from '../text/append';
import { at } from '../text/at';
import { boldLabel } from '../text/attributes';
import { codeSpans } from '../text/code-spans';
import { CHECK_WORDS, CRITERIA_WORDS } from '../text/criteria-words';
import type { Ledger } from '../text/ledger';
import type { Line } from '../text/lines';
import { outlineOf, type Section, withoutNumber } from '../text/outline';
import { plainText } from '../text/plain-text';
import { isCommand, readCriterion } from '../text/read-criterion';
import { readLabel } from '../text/read-label';
import { tableCells } from '../text/tables';

/** What a title promises: criteria of the work as a whole, or checks that say the same in another way. */
export type CriteriaKind = 'success' | 'check';

const SUCCESS: readonly RegExp[] = [
  /\b(?:success|acceptance|completion) criteri(?:a|on)\b/i,
  /\bdefinition of done\b|\bdone when\b|\bcomplete when\b|\bsuccess metrics\b|\bmust-?haves\b/i,
  /^acceptance(?: tests?| checks?)?$/i,
  /^(?:kpis?|key (?:metrics|performance indicators)|(?:success|key) (?:indicators|results))\b/i,
  CRITERIA_WORDS,
];
const CHECK =
  /\b(?:validation|verification|quality|final|review|testing?|qa|launch|release|completion) (?:checklist|gates?)\b|^(?:verification|validation|success definition|exit criteria|quality (?:gates|checklist))\b|验证|検証|검증|verificação|verificación|überprüfung/i;

/** What a heading or label says of the items below it. */
export function criteriaKind(title: string): CriteriaKind | undefined {
  const plain = withoutNumber(title.slice(0, 200)).trim();
  if (SUCCESS.some((words) => words.test(plain))) return 'success';
  return CHECK.test(plain) || CHECK_WORDS.test(plain.replace(/\s?[:：]$/, '')) ? 'check' : undefined;
}

const NONE: ReadonlySet<number> = new Set();

/** A run of criteria under one heading or label. */
export interface CriteriaList {
  readonly kind: CriteriaKind;
  readonly title: string;
  /** The heading or label. */
  readonly line: Line;
  readonly criteria: readonly DraftCriterion[];
}

/**
 * The criteria of a document: items and rows below headings and labels that speak of success or checks, in document
 * order, each with what its heading is. Marks their lines. Items inside another one say more about it, unless that one
 * is only a name for them. Where there are neither, paragraphs count. Headings on the lines of `checks` speak of checks, too. Linear.
 */
export function readCriteria(
  lines: readonly Line[],
  ledger: Ledger,
  checks: ReadonlySet<number> = NONE,
): readonly CriteriaList[] {
  const sections = outlineOf(lines);
  const kinds = new Map<number, CriteriaKind>();
  const lists: CriteriaList[] = [];
  for (const section of sections) {
    const outer = section.parent < 0 ? undefined : kinds.get(section.parent);
    const isCheck = section.heading !== undefined && checks.has(section.heading.no);
    const kind =
      criteriaKind(section.title) ?? (isCheck ? 'check' : undefined) ?? (isOther(section) ? undefined : outer);
    if (kind !== undefined) kinds.set(section.no, kind);
    if (kind !== undefined && section.heading !== undefined) {
      const items = criteriaIn(section.lines, ledger);
      const criteria = items.length > 0 ? items : paragraphsIn(section.lines);
      if (criteria.length > 0) lists.push({ kind, title: section.title, line: section.heading, criteria });
      continue;
    }
    append(lists, labelled(section, ledger));
  }
  return lists;
}

function isOther(section: Section): boolean {
  return section.kind === 'other';
}

/** Criteria below a label in a section that is about something else: `**Acceptance Criteria:**`. */
function labelled({ lines }: Section, ledger: Ledger): readonly CriteriaList[] {
  const lists: CriteriaList[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    const title = line.kind === 'text' ? labelOf(line.content) : undefined;
    const kind = title === undefined ? undefined : criteriaKind(title);
    if (kind === undefined) continue;
    let end = at + 1;
    while (end < lines.length && !endsLabel(lines[end]!)) end++;
    const criteria = criteriaIn(lines.slice(at + 1, end), ledger);
    if (criteria.length > 0) lists.push({ kind, title: title!, line, criteria });
    at = end - 1;
  }
  return lists;
}

/** A label on a line of its own, in bold or not. */
export function labelOf(content: string): string | undefined {
  const bold = boldLabel(content);
  if (bold !== undefined) return bold;
  const label = readLabel(content);
  if (label?.value === '') return label.name;
  return /^[^\s*`|].{1,60}[:：]$/.test(content) ? content.slice(0, -1) : undefined;
}

function endsLabel(line: Line): boolean {
  if (line.kind === 'rule') return true;
  return (
    line.kind === 'text' &&
    line.indent < 2 &&
    (labelOf(line.content) !== undefined || readLabel(line.content) !== undefined)
  );
}

/** The items and rows of some lines as criteria. */
export function criteriaIn(lines: readonly Line[], ledger: Ledger): readonly DraftCriterion[] {
  const criteria: DraftCriterion[] = [];
  let indent: number | undefined;
  let isInTable = false;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    if (line.kind === 'table') {
      const row = isInTable ? rowOf(line) : undefined;
      isInTable = true;
      if (row === undefined) continue;
      ledger.mark(line, 'criterion');
      criteria.push(criterionOf(row, line));
      continue;
    }
    isInTable = false;
    if ((line.kind !== 'item' && line.kind !== 'box') || line.content === '') continue;
    indent ??= line.indent;
    if (line.indent > indent + 1) {
      ledger.mark(line, 'detail');
      const last = criteria.at(-1);
      if (last !== undefined && last.criterion.length < 1_500)
        criteria[criteria.length - 1] = { ...last, criterion: `${last.criterion}; ${plainText(line.content)}` };
      continue;
    }
    const next = lines[at + 1];
    if (isNameOfGroup(line) && next !== undefined && isItem(next) && next.indent > line.indent) {
      ledger.mark(line, 'group');
      indent = next.indent;
      continue;
    }
    indent = Math.min(indent, line.indent);
    ledger.mark(line, 'criterion');
    criteria.push(criterionOf(line.content, line));
  }
  return criteria;
}

/**
 * The paragraphs of a section that has neither items nor rows, and their lines where each is a sentence; one that ends with
 * a colon only leads to what follows.
 */
function paragraphsIn(lines: readonly Line[]): readonly DraftCriterion[] {
  const paragraphs: Line[] = [];
  let isOpen = false;
  for (const line of lines) {
    const isText = line.kind === 'text' && !line.content.startsWith('>') && !line.content.startsWith('<');
    const last = paragraphs.at(-1);
    const isNew = last === undefined || (/[.!。]\)?$/.test(last.content) && /^[\p{Lu}`\d]/u.test(line.content));
    if (isText && isOpen && last !== undefined && !isNew)
      paragraphs[paragraphs.length - 1] = { ...last, content: `${last.content} ${line.content}` };
    else if (isText) paragraphs.push(line);
    isOpen = isText;
  }
  return paragraphs
    .filter(({ content }) => content.length < LONGEST_PARAGRAPH && !/[:：]\*{0,2}$/.test(content))
    .map((line) => criterionOf(line.content, line));
}

/** Characters; what is longer explains, and is nothing to check. */
const LONGEST_PARAGRAPH = 600;

/** A criterion as written, without signs that only decorate it. */
export function criterionOf(text: string, line: Line): DraftCriterion {
  const plain = text.replace(/^(?:[✅☑✓✔⬜☐🎯❌]\u{fe0f}?\s{0,3}){1,3}/u, '');
  return { ...readCriterion(plain === '' ? text : plain), where: at(line) };
}

/** The commands of a fence, one a line, that check something and end by themselves. */
export function commandsIn(raw: readonly string[]): readonly { readonly at: number; readonly command: string }[] {
  return raw.flatMap((text, at) => {
    const command = text
      .split(/\s#\s/, 1)[0]!
      .replace(/^\s{0,20}(?:\$ )?/, '')
      .trim();
    const isWhole = !/[\\&|]$|^(?:sleep|cd|export|source|git (?:add|commit|push))\b|[<{]\w|\.\.\./.test(command);
    const ends = !/\b(?:dev|start|serve|watch|preview|runserver|uvicorn|up)\b/.test(command);
    return isWhole && ends && isCommand(command) ? [{ at, command }] : [];
  });
}

function isItem(line: Line): boolean {
  return line.kind === 'item' || line.kind === 'box';
}

/** `**Performance**:` with its items below. */
function isNameOfGroup({ content }: Line): boolean {
  return /[:：]\*{0,2}$/.test(content) && content.length < 80 && codeSpans(content).length === 0;
}

/** The cells of a row as one text; undefined for the divider and for rows that are empty. */
function rowOf(line: Line): string | undefined {
  const cells = tableCells(line).map(({ text }) => text);
  if (cells.every((cell) => /^:?-{1,200}:?$/.test(cell) || cell === '')) return undefined;
  const [first = '', ...others] = cells.filter((cell) => cell !== '');
  return others.length === 0 ? first : `${first}: ${others.join(' — ')}`;
}
