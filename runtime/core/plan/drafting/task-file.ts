import type { DraftCriterion, DraftFile } from '../draft';
import type { Position } from '../plan';
import { append } from '../text/append';
import { at } from '../text/at';
import { readAttribute } from '../text/attributes';
import { cut } from '../text/cut';
import type { Line } from '../text/lines';
import { plainText } from '../text/plain-text';
import type { PlanDocument } from '../text/plan-document';
import { readCriterion } from '../text/read-criterion';
import { readFiles } from '../text/read-files';
import { readHeading } from '../text/read-heading';

/**
 * What a section of a file that is one task holds. `extra` are criteria that say again what others say; `record` is what was
 * done, and not what is to do.
 */
export type FilePart = 'text' | 'criteria' | 'extra' | 'dependencies' | 'files' | 'record';

/** A file that is one task, taken apart. */
export interface TaskFile {
  /** Of its first heading, without `Task:`; empty without one. */
  readonly title: string;
  readonly where: Position;
  readonly description: string;
  readonly criteria: readonly DraftCriterion[];
  readonly files: readonly DraftFile[];
  /** The lines below headings of dependencies. */
  readonly dependencies: readonly { readonly text: string; readonly where: Position }[];
  /** Of a line `Status: …` above the second heading; empty without one. */
  readonly status: string;
}

/** Characters after which further lines below a criterion are left out of it. */
const LONGEST_CRITERION = 2_000;

/**
 * Reads a file that is one task. `partOf` says what a heading begins; undefined: what the heading around it began.
 * What is a record only is noted as left out.
 */
export function readTaskFile(document: PlanDocument, partOf: (heading: string) => FilePart | undefined): TaskFile {
  document.ledger.mark(document.frontmatter().line || 1, 'task');
  const reader = new TaskFileReader(document);
  for (const line of document.markdown().lines) reader.line(line, partOf);
  return reader.finish();
}

class TaskFileReader {
  private title = '';
  private where: Position = { line: 1, column: 1 };
  private status = '';
  private readonly description: string[] = [];
  private readonly criteria: DraftCriterion[] = [];
  private readonly files: DraftFile[] = [];
  private readonly dependencies: { text: string; where: Position }[] = [];
  private readonly sections: { readonly level: number; readonly part: FilePart }[] = [];
  /** Lines of criteria that belong together: boxes count if there are any, else items, else paragraphs. */
  private group: Line[] = [];
  private groupPart: FilePart = 'text';
  private headings = 0;

  constructor(private readonly document: PlanDocument) {}

  line(line: Line, partOf: (heading: string) => FilePart | undefined): void {
    if (line.kind === 'heading') {
      this.heading(line, partOf);
      return;
    }
    if (line.kind === 'blank' || line.kind === 'frontmatter' || line.kind === 'comment' || line.kind === 'rule') return;
    const part = this.sections.at(-1)?.part ?? 'text';
    if (this.status === '' && this.headings < 2 && this.isStatus(line)) return;
    if (part === 'criteria' || part === 'extra') {
      this.groupPart = part;
      this.group.push(line);
      return;
    }
    if (part === 'dependencies' && (line.kind === 'item' || line.kind === 'box' || line.kind === 'text'))
      this.dependencies.push({ text: line.content, where: at(line) });
    else if (part === 'files' && (line.kind === 'item' || line.kind === 'box')) this.file(line);
    if (part === 'record') return;
    if (line.kind !== 'code' && line.kind !== 'near-box') this.document.ledger.mark(line, 'detail');
    this.describe(shown(line, this.document));
  }

  finish(): TaskFile {
    this.flush();
    const { title, where, status, criteria, files, dependencies } = this;
    return { title, where, status, criteria, files, dependencies, description: this.description.join('\n').trim() };
  }

  private heading(line: Line, partOf: (heading: string) => FilePart | undefined): void {
    this.headings++;
    const { text } = readHeading(line.content);
    while (this.sections.length > 0 && this.sections[this.sections.length - 1]!.level >= line.level)
      this.sections.pop();
    const outer = this.sections.at(-1)?.part ?? 'text';
    this.document.ledger.mark(line, 'detail');
    if (line.level === 1 && this.title === '') {
      this.title = plainText(text).replace(/^task(?: [\w.-]{1,20})? {0,2}(?:[:：]|[–—-](?= )) {0,3}/i, '');
      this.where = at(line);
      this.sections.push({ level: 1, part: 'text' });
      return;
    }
    const part = partOf(text) ?? outer;
    if (part !== this.groupPart || (part !== 'criteria' && part !== 'extra')) this.flush();
    this.sections.push({ level: line.level, part });
    if (part === 'text') this.describe(`${'#'.repeat(line.level)} ${text}`);
  }

  private isStatus(line: Line): boolean {
    if (line.kind !== 'text' && line.kind !== 'item') return false;
    const attribute = readAttribute(line.content);
    if (attribute?.name !== 'status' || attribute.value === '') return false;
    this.status = plainText(attribute.value);
    return true;
  }

  private file(line: Line): void {
    const spans = readFiles(line.content, at(line));
    append(
      this.files,
      spans.filter(({ path }) => /^[\w@.()[\]*/-]{1,300}$/.test(path) && /[./*]/.test(path)),
    );
  }

  private describe(text: string): void {
    this.description.push(text);
  }

  private flush(): void {
    const { group, groupPart } = this;
    this.group = [];
    const extra = groupPart === 'extra' ? { isExtra: true as const } : {};
    const kind = group.some((line) => line.kind === 'box')
      ? 'box'
      : group.some((line) => line.kind === 'item')
        ? 'item'
        : 'text';
    const outermost = Math.min(...group.filter((line) => line.kind === kind).map(({ indent }) => indent), 1_000);
    for (const [no, line] of group.entries()) {
      const isNumbered = kind === 'box' && isNumber(line, group[no + 1], outermost);
      const isMeant = line.kind === kind && (kind === 'box' || line.indent < outermost + 2);
      const isOwn = line.content !== '' && (isMeant || isNumbered);
      if (isOwn) {
        this.document.ledger.mark(line, 'criterion');
        const text = line.content.replace(/^#\d{1,4}[.:]? {1,3}/, '');
        this.criteria.push({ ...readCriterion(text), where: at(line), ...extra });
        continue;
      }
      if (line.kind !== 'code') this.document.ledger.mark(line, 'detail');
      const last = this.criteria[this.criteria.length - 1];
      const isBelow = (line.kind === 'item' || line.kind === 'text') && line.indent >= outermost + 2;
      if (!isBelow || last === undefined || last.criterion.length > LONGEST_CRITERION) continue;
      this.criteria[this.criteria.length - 1] = {
        ...last,
        criterion: `${plainText(last.criterion)}; ${cut(plainText(line.content), LONGEST_CRITERION)}`,
      };
    }
  }
}

/** A number among boxes, that is no name for the boxes below it. */
function isNumber(line: Line, next: Line | undefined, indent: number): boolean {
  const isName = next?.kind === 'box' && next.indent > line.indent;
  return line.kind === 'item' && line.ordinal !== '' && line.indent < indent + 2 && !isName;
}

/** A line as it may stand in a description. */
function shown(line: Line, document: PlanDocument): string {
  const first = document.markdown().lines[0]?.no ?? 1;
  if (line.kind === 'code' || line.kind === 'table') return document.markdown().raw[line.no - first] ?? '';
  const space = ' '.repeat(Math.min(line.indent, 12));
  if (line.kind === 'box') return `${space}- [${line.mark}] ${plainText(line.content)}`;
  if (line.kind === 'item')
    return `${space}${line.ordinal === '' ? '-' : `${line.ordinal}.`} ${plainText(line.content)}`;
  return plainText(line.content);
}
