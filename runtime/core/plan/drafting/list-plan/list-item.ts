import type { Line } from '../../text/lines';
import type { Section } from '../../text/outline';

/** A task of a plan without boxes, as it stands in the document. */
export interface ListItem {
  readonly id: string;
  /** As written, without its number. */
  readonly text: string;
  readonly line: Line;
  /** What stands below it. */
  readonly body: readonly Line[];
  /** Tasks of one section follow each other. */
  readonly section: number;
  readonly status?: 'completed' | 'in_progress' | 'skipped' | 'failed' | 'pending';
  /** What its row says of how far it is, where that is no status. */
  readonly strangeStatus?: string;
  /** What a person is asked before it. */
  readonly gate?: string;
  readonly isOptional?: boolean;
  readonly dependsOn?: string;
  readonly estimate?: string;
  /** Ids of tasks that wait on it. */
  readonly blocks?: string;
  /** How it is proven, and the files that it writes, as fields of a task say it. */
  readonly verify?: string;
  readonly files?: string;
  /** What else its row says: `Who: Ann`. */
  readonly details?: readonly string[];
}

export interface ChosenList {
  /** For people: `the numbered list under "Steps"`. */
  readonly how: string;
  readonly items: readonly ListItem[];
  /** Lines of headings whose items are checks of the work, though they do not say so by themselves. */
  readonly checks?: ReadonlySet<number>;
  /** Columns of a board that say nothing of how far their items are. */
  readonly unknown?: readonly { readonly title: string; readonly line: Line }[];
}

/** The items of a list at its outermost level, each with what stands below it. */
export function itemsOf(section: Section, isOne: (line: Line) => boolean): readonly ListItem[] {
  const { lines } = section;
  const listed = lines.flatMap((line, at) =>
    (line.kind === 'item' || line.kind === 'box') && isOne(line) && line.content !== '' ? [at] : [],
  );
  const indent = listed.reduce((least, at) => Math.min(least, lines[at]!.indent), 100);
  const starts = listed.filter((at) => lines[at]!.indent <= indent + 1);
  return starts.map((at, no) => {
    const line = lines[at]!;
    return {
      id: line.ordinal,
      text: line.content,
      line,
      body: bodyOf(lines.slice(at + 1, starts[no + 1] ?? lines.length), indent),
      section: section.no,
    };
  });
}

/** What is indented below an item, or stands between it and the next; text behind an empty line at the margin does not. */
function bodyOf(lines: readonly Line[], indent: number): readonly Line[] {
  let wasBlank = false;
  const end = lines.findIndex((line) => {
    if (line.kind === 'rule') return true;
    const isOutside = wasBlank && line.kind === 'text' && line.indent <= indent;
    wasBlank = line.kind === 'blank';
    return isOutside;
  });
  return end < 0 ? lines : lines.slice(0, end);
}

export const isOrdered = ({ ordinal }: Line): boolean => ordinal !== '';
export const isBullet = ({ ordinal }: Line): boolean => ordinal === '';
