/** A piece of a line in backticks. */
export interface CodeSpan {
  /** Offset of the first backtick. */
  readonly start: number;
  /** Offset behind the last one. */
  readonly end: number;
  readonly code: string;
}

/** Backticks side by side. */
interface Run {
  readonly start: number;
  readonly length: number;
}

/** The code spans of one line, as CommonMark pairs them: a run of backticks closes with a run of the same length. Linear. */
export function codeSpans(line: string): readonly CodeSpan[] {
  if (!line.includes('`')) return [];
  const runs: Run[] = [];
  for (let at = line.indexOf('`'); at >= 0; ) {
    let end = at + 1;
    while (line.charCodeAt(end) === 96) end++;
    runs.push({ start: at, length: end - at });
    at = line.indexOf('`', end);
  }

  const [first, second] = runs;
  if (runs.length === 2) return first!.length === second!.length ? [spanOf(line, first!, second!)] : [];
  const lastOfLength = new Map<number, number>();
  for (let no = 0; no < runs.length; no++) lastOfLength.set(runs[no]!.length, no);

  const spans: CodeSpan[] = [];
  for (let no = 0; no < runs.length; no++) {
    const open = runs[no]!;
    if (lastOfLength.get(open.length)! <= no) continue;
    let close = no + 1;
    while (runs[close]!.length !== open.length) close++;
    spans.push(spanOf(line, open, runs[close]!));
    no = close;
  }
  return spans;
}

function spanOf(line: string, open: Run, close: Run): CodeSpan {
  const code = line.slice(open.start + open.length, close.start).trim();
  return { start: open.start, end: close.start + close.length, code };
}
