import type { Findings } from '../findings';
import type { MarkdownLines } from '../text/lines';

/**
 * Tells of boxes that are no tasks because they stand in a code fence or a comment. When the fence or comment is never
 * closed, everything below it is hidden: then boxes in it are a problem.
 */
export function noteHiddenBoxes(
  { lines }: MarkdownLines,
  unclosed: MarkdownLines['unclosed'],
  findings: Findings,
): void {
  const hidden = lines.filter(({ isHiddenBox }) => isHiddenBox);
  const lost = unclosed === undefined ? [] : hidden.filter(({ no }) => no > unclosed.line);
  if (unclosed !== undefined && lost.length > 0) {
    findings.problem(
      'PLAN_UNCLOSED',
      { line: unclosed.line, column: 1 },
      `The ${unclosed.what} that opens here is never closed; it hides ${lost.length} boxes`,
      {
        hint: unclosed.what === 'comment' ? 'Close it with -->' : 'Close it with the same line of backticks',
      },
    );
    return;
  }
  for (const kind of ['code', 'comment'] as const) {
    const [first, ...others] = hidden.filter((line) => line.kind === kind);
    if (first === undefined) continue;
    const place = kind === 'code' ? 'a code fence' : 'a comment';
    const count = others.length === 0 ? 'A box stands' : `${others.length + 1} boxes stand`;
    findings.note('NOTE_HIDDEN_BOXES', { line: first.no, column: 1 }, `${count} in ${place}, and so no task`);
  }
}
