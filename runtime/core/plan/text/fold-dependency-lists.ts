import { readAttribute } from './attributes';
import { type Line, ScannedLine } from './line';
import { plainText } from './plain-text';
import { saysNothing } from './read-references';

/** Items of one list that are looked at. */
const MOST = 100;
/** `Task 1`, `#4`, `T001`, `US-2`, `1.2`, also with its title behind it: `Task 1: Boiler`. */
const REFERENCE =
  /^((?:(?:tasks?|steps?|phases?|stages?|items?|plans?|slices?|stor(?:y|ies))\s{1,2}#?[A-Z]{0,5}-?|#|[A-Z]{1,6}[-_]?)?\d[\w.]{0,20}(?:-\d{1,5})?)(?=\s{0,2}[:：(—–.]|\s-|$)/i;

/**
 * Puts the list below an empty field `depends on:` into its line, so that every format reads it: `depends on: 1, 2`. Only
 * items that name a task by number, or by what a line of the document says, are; a list of packages is none. Linear.
 */
export function foldDependencyLists(lines: readonly Line[]): readonly Line[] {
  let folded: Line[] | undefined;
  let names: ReadonlySet<string> | undefined;
  for (let at = 0; at < lines.length; at++) {
    const field = lines[at]!;
    if ((field.kind !== 'text' && field.kind !== 'item') || field.content.length > 80 || !isEmptyField(field)) continue;
    const list = listBelow(lines, at);
    if (list.length === 0) continue;
    names ??= namesOf(lines);
    const items = list.map(({ no, content }) => ({ no, name: referenceOf(content, names!) }));
    const named = items.filter(({ name }) => name !== undefined);
    if (named.length === 0) continue;
    folded ??= [...lines];
    const content = `${field.content} ${named.map(({ name }) => name).join(', ')}`;
    folded[at] = new ScannedLine(
      field.no,
      field.kind,
      field.indent,
      content,
      field.column,
      0,
      '',
      false,
      field.ordinal,
    );
    for (const { no } of named) {
      const place = at + no - field.no;
      folded[place] = new ScannedLine(no, 'blank', 0, '', 1);
    }
  }
  return folded ?? lines;
}

function isEmptyField({ content }: Line): boolean {
  // Most lines are told apart by their last sign.
  if (!/[:：*_]$/.test(content)) return false;
  const attribute = readAttribute(content);
  return attribute?.name === 'depends' && attribute.value === '';
}

/** The items right below a field: inside it when it is an item itself. One line of text that is set in is an item as well. */
function listBelow(lines: readonly Line[], from: number): readonly Line[] {
  const field = lines[from]!;
  let at = from + 1;
  if (lines[at]?.kind === 'blank') at++;
  const first = lines[at];
  if (first?.kind === 'text' && at === from + 1 && first.indent > field.indent) return [first];
  const least = field.kind === 'item' ? field.indent + 1 : field.indent;
  const end = at + MOST;
  const list: Line[] = [];
  for (; at < end && lines[at]?.kind === 'item' && lines[at]!.indent >= least; at++) list.push(lines[at]!);
  return list;
}

function referenceOf(content: string, names: ReadonlySet<string>): string | undefined {
  const text = plainText(content.slice(0, 500)).trim();
  if (text === '') return undefined;
  if (names.has(text.toLowerCase()) && !/[,;]/.test(text)) return text;
  const reference = REFERENCE.exec(text)?.[1];
  if (reference !== undefined) return reference;
  return saysNothing(text) ? 'none' : undefined;
}

/** What boxes, headings and items are called, with and without a number in front. */
function namesOf(lines: readonly Line[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { kind, content } of lines) {
    if (kind !== 'box' && kind !== 'heading' && !(kind === 'text' && content.startsWith('**'))) continue;
    const text = plainText(content.slice(0, 500)).toLowerCase().trim();
    names.add(text);
    names.add(text.replace(/^(?:[a-z]{1,10}\s)?[a-z]{0,5}-?\d[\d.]{0,12}[.:)]?\s{1,3}/, ''));
  }
  return names;
}
