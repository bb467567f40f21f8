import { counted } from '../counted';
import type { Findings } from './findings';
import { KEPT, KeptLines, kindsIn } from './kept-lines';
import type { ShownText } from './shown-text';
import { type Countable, isHidden, LineCounter } from './text/countable-lines';
import type { Line } from './text/lines';
import type { PlanDocument } from './text/plan-document';
import { quote } from './text/quote';
import { readHeading } from './text/read-heading';

/** A run of lines that were left out for one reason. */
interface LeftOut {
  readonly reason: string;
  readonly code: 'NOTE_LEFT_OUT' | 'NOTE_HIDDEN_BOXES';
  readonly first: Line;
  /** That they stand below, where the reason is that heading. */
  readonly heading: Line | undefined;
  readonly kinds: Map<Countable, number>;
  readonly lines: number[];
}

/**
 * Notes every line of a markdown document that counts and that the format did not mark, or marked as a detail or group that
 * no task shows, with its line and why: one note for all lines of a section with one reason. When a fence or comment is never
 * closed, what it hides is a problem.
 *
 * Cost: linear.
 */
export function settleLedger(document: PlanDocument, shown: ShownText, findings: Findings): void {
  const { lines, unclosed } = document.markdown();
  const { ledger } = document;
  const counter = new LineCounter();
  const kept = new KeptLines();
  let heading: Line | undefined;
  let section: string | undefined;
  let open: LeftOut | undefined;
  let lost = 0;
  const close = (): void => {
    if (open !== undefined) report(open, findings);
    open = undefined;
  };
  for (const line of lines) {
    if (line.kind === 'heading') {
      heading = line;
      section = undefined;
    }
    const use = ledger.useOf(line.no);
    const keeps = use === undefined ? undefined : KEPT[use];
    const kind = use === undefined || keeps !== undefined ? counter.kindOf(line) : counter.skip(line);
    if (kind === undefined) continue;
    if (keeps !== undefined && (keeps.isSure || shown.has(line))) {
      kept.add(keeps, line, kind);
      continue;
    }
    if (use === undefined && line.kind === 'code' && shown.has(line)) {
      kept.add(KEPT['detail']!, line, kind);
      continue;
    }
    if (unclosed !== undefined && line.no > unclosed.line && line.isHiddenBox) {
      lost++;
      continue;
    }
    section ??= heading === undefined ? '' : readHeading(heading.content).text;
    const given =
      ledger.reasonOf(line.no) ??
      (use === 'group' ? 'a name for what stands below it, of which nothing is a task' : undefined);
    const reason = given ?? reasonOf(line, section);
    const below = given === undefined ? heading : undefined;
    if (open?.reason !== reason || open.heading !== below) {
      close();
      open = { reason, code: codeOf(line), first: line, heading: below, kinds: new Map(), lines: [] };
    }
    open.kinds.set(kind, (open.kinds.get(kind) ?? 0) + 1);
    open.lines.push(line.no);
  }
  close();
  kept.note(findings);
  if (unclosed === undefined || lost === 0) return;
  findings.problem(
    'PLAN_UNCLOSED',
    { line: unclosed.line, column: 1 },
    `The ${unclosed.what} that opens here is never closed; it hides ${counted(lost, 'box', 'boxes')}`,
    { hint: unclosed.what === 'comment' ? 'Close it with -->' : 'Close it with the same line of backticks' },
  );
}

function codeOf(line: Line): LeftOut['code'] {
  return line.isHiddenBox ? 'NOTE_HIDDEN_BOXES' : 'NOTE_LEFT_OUT';
}

function reasonOf(line: Line, section: string): string {
  if (line.kind === 'code') return 'in a code fence';
  if (line.kind === 'comment') return 'in a comment';
  if (isHidden(line)) return 'in a quote';
  if (line.kind === 'item' && /^\[.\] /.test(line.content))
    return `nightshift does not know the mark ${line.content.slice(0, 3)}`;
  if (line.content === '') return 'without a text';
  if (line.kind === 'heading') return 'a heading that names no work of this format';
  return section === '' ? 'above the first heading' : `under ${quote(section)}`;
}

function report({ reason, code, first, kinds, lines }: LeftOut, findings: Findings): void {
  const where = { line: first.no, column: first.column };
  const from = first.content === '' ? '' : `, from ${quote(first.content)}`;
  findings.note(code, where, `Left out, ${reason}: ${kindsIn(kinds)}${from}`, lines);
}
