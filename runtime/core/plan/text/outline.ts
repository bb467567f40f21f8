import type { Line } from './line';
import { readHeading } from './read-heading';
import { areMustHavesWork, documentKind, isMustHaves, type SectionKind, sectionKind } from './section-kind';

/** A heading with the lines below it, up to the next heading of any level. */
export interface Section {
  /** Its place in the outline. */
  readonly no: number;
  /** Undefined for what stands above the first heading. */
  readonly heading: Line | undefined;
  /** 0 above the first heading. */
  readonly level: number;
  /** Without decoration and status. */
  readonly title: string;
  /** The heading carries ✅, `[x]`, COMPLETE or the like. */
  readonly isDone: boolean;
  /** The number of the section around it; -1 outside of any. */
  readonly parent: number;
  /** The number behind the last section inside it. */
  readonly end: number;
  /** What its boxes are, by its own heading or the nearest one around it that says so. */
  readonly kind: SectionKind;
  /** Without the heading. */
  readonly lines: readonly Line[];
}

/** The sections of a markdown text in document order; the first one is what stands above the first heading. Linear. */
export function outlineOf(lines: readonly Line[]): readonly Section[] {
  const starts: number[] = [];
  for (let at = 0; at < lines.length; at++) if (lines[at]!.kind === 'heading') starts.push(at);
  const heads = starts.map((at) => readHeading(lines[at]!.content));
  const areMusts = areMustHavesWork(heads.map(({ text }) => text));
  const isTitled = hasTitle(lines, starts) && !heads.slice(1).some(({ text }) => sectionKind(text) === 'tasks');
  const sections: { -readonly [Key in keyof Section]: Section[Key] }[] = [];
  const open: number[] = [];
  for (let no = 0; no <= starts.length; no++) {
    const from = no === 0 ? -1 : starts[no - 1]!;
    const heading = from < 0 ? undefined : lines[from]!;
    const level = heading?.level ?? 0;
    while (heading !== undefined && open.length > 0 && sections[open.at(-1)!]!.level >= level)
      sections[open.pop()!]!.end = no;
    const parent = open.at(-1) ?? -1;
    const { text: title, isDone } = heads[no - 1] ?? { text: '', isDone: false };
    const said = no === 1 && isTitled ? documentKind(title) : sectionKind(title);
    const own = areMusts && isMustHaves(title) ? 'tasks' : said;
    const kind = own ?? sections[parent]?.kind ?? 'tasks';
    const inside = lines.slice(from + 1, starts[no] ?? lines.length);
    sections.push({ no, heading, level, title, isDone, parent, end: no + 1, kind, lines: inside });
    if (heading !== undefined) open.push(no);
  }
  for (const no of open) sections[no]!.end = sections.length;
  return sections;
}

/** Whether the first heading is the title of all that stands there. */
function hasTitle(lines: readonly Line[], starts: readonly number[]): boolean {
  const [first, ...others] = starts;
  if (first === undefined || lines[first]!.level !== 1 || others.some((at) => lines[at]!.level === 1)) return false;
  return !lines.slice(0, first).some(({ kind }) => kind === 'box' || kind === 'item' || kind === 'table');
}

const NUMBER =
  /^(?:\d{1,4}(?:\.\d{1,4}){1,3}[.)、:：]?\s{1,3}|\d{1,4}[.)、:：]\s{0,3}|[一二三四五六七八九十]{1,3}[、.．:：]\s{0,3})(?=\S)/u;

/** The title without a number in front: `4.1 In scope`, `2. Phase 1: x`, `一、准备`. */
export function withoutNumber(title: string): string {
  return title.replace(NUMBER, '');
}
