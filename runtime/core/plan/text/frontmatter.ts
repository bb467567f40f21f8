import { type DataNode, itemsOf, textOf } from '../data/data-node';
import { readYaml } from '../data/read-yaml';
import { Findings } from '../findings';
import type { PlanLimits, Position } from '../plan';
import type { MarkdownLines } from './lines';

export interface FrontmatterField {
  /** As written, without quotes: `01` stays `01`. Of a list its items, joined by commas; of a map empty. */
  readonly value: string;
  /** The items of a list; of a scalar itself, when it is not empty. */
  readonly items: readonly string[];
  readonly where: Position;
  /** The value with everything in it, when the frontmatter is YAML. */
  readonly node?: DataNode;
}

export interface Frontmatter {
  /** By lower-case key; empty when there is none. */
  readonly fields: ReadonlyMap<string, FrontmatterField>;
  /** The line of its first `---`; 0 without one. */
  readonly line: number;
  /** It stands behind a title or a comment: valid all the same. Say so (`noteFrontmatter`). */
  readonly isLate: boolean;
  /** It is no valid YAML and was read line by line. */
  readonly isBroken: boolean;
}

const NONE: Frontmatter = { fields: new Map(), line: 0, isLate: false, isBroken: false };

/**
 * The top-level fields of a frontmatter as texts. Read as YAML with every scalar as it is written; what is no valid
 * YAML is read line by line, since real frontmatter often is none.
 *
 * Source: plan-formats 1.3.
 */
export function readFrontmatter({ lines, raw }: MarkdownLines, limits: PlanLimits): Frontmatter {
  const from = lines.slice(0, 90).findIndex(({ kind }) => kind === 'frontmatter');
  if (from < 0) return NONE;
  let to = from;
  while (to + 1 < lines.length && lines[to + 1]!.kind === 'frontmatter') to++;
  const line = lines[from]!.no;
  const isLate = lines.slice(0, from).some(({ kind }) => kind !== 'blank');
  const body = raw.slice(from + 1, to);
  const fields = fromYaml(body, line, limits);
  if (fields !== undefined) return { fields, line, isLate, isBroken: false };
  return { fields: lineByLine(body, line), line, isLate, isBroken: true };
}

/** Notes a frontmatter that stands late or is no YAML. */
export function noteFrontmatter({ line, isLate, isBroken }: Frontmatter, findings: Findings): void {
  if (isLate) {
    findings.note(
      'NOTE_LATE_FRONTMATTER',
      { line, column: 1 },
      'The frontmatter does not stand at the top; it is read all the same',
    );
  }
  if (isBroken) {
    findings.note(
      'NOTE_BROKEN_FRONTMATTER',
      { line, column: 1 },
      'The frontmatter is no valid YAML; it is read line by line',
    );
  }
}

function fromYaml(
  body: readonly string[],
  line: number,
  limits: PlanLimits,
): ReadonlyMap<string, FrontmatterField> | undefined {
  if (body.every((text) => text.trim() === '')) return new Map();
  const own = new Findings();
  const node = readYaml(body.join('\n'), limits, own);
  if (own.hasProblems || node?.type !== 'map') return undefined;
  const fields = new Map<string, FrontmatterField>();
  for (const { key, where, value } of node.entries) {
    const items = value.type === 'list' ? itemsOf(value).flatMap((item) => textOf(item) ?? []) : [];
    const text = value.type === 'list' ? items.join(', ') : (textOf(value) ?? '');
    fields.set(key.toLowerCase(), {
      value: text,
      items: value.type === 'list' || text === '' ? items : [text],
      where: { line: where.line + line, column: where.column },
      node: value,
    });
  }
  return fields;
}

/** `key: value`, and `key:` with `- item` below; a list in brackets is taken apart at its commas. */
function lineByLine(body: readonly string[], line: number): ReadonlyMap<string, FrontmatterField> {
  const fields = new Map<string, { items: string[]; isList: boolean; where: Position }>();
  let last: { items: string[]; isList: boolean } | undefined;
  body.forEach((content, no) => {
    const item = /^\s{0,8}- {1,4}/.exec(content);
    if (item !== null && last !== undefined) {
      last.items.push(unquoted(content.slice(item[0].length)));
      last.isList = true;
      return;
    }
    const field = /^([A-Za-z_][\w-]{0,60}) {0,4}:/.exec(content);
    if (field === null) return;
    const value = content.slice(field[0].length).trim();
    const isList = value.startsWith('[') && value.endsWith(']');
    const items = isList ? value.slice(1, -1).split(',').map(unquoted) : [unquoted(value)];
    last = { items: items.filter((each) => each !== ''), isList };
    fields.set(field[1]!.toLowerCase(), { ...last, items: last.items, where: { line: line + no + 1, column: 1 } });
  });
  return new Map([...fields].map(([key, { items, where }]) => [key, { value: items.join(', '), items, where }]));
}

function unquoted(value: string): string {
  const plain = value.trim();
  const quote = plain.charAt(0);
  return plain.length > 1 && (quote === '"' || quote === "'") && plain.endsWith(quote) ? plain.slice(1, -1) : plain;
}
