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
  const start = line.indexOf('`');
  if (start < 0) return NONE;
  const only = onlySpan(line, start);
  if (only !== undefined) return [only];
  const runs: Run[] = [];
  for (let at = start; at >= 0; ) {
    const end = endOfRun(line, at);
    runs.push({ start: at, length: end - at });
    at = line.indexOf('`', end);
  }
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

const NONE: readonly CodeSpan[] = [];

/** The span that begins at `start`, where the line has no other backtick than its own: mostly that is so. */
function onlySpan(line: string, start: number): CodeSpan | undefined {
  const from = endOfRun(line, start);
  const close = line.indexOf('`', from);
  const end = close + from - start;
  const isOnly = close > 0 && endOfRun(line, close) === end && !line.includes('`', end);
  return isOnly ? { start, end, code: line.slice(from, close).trim() } : undefined;
}

function endOfRun(line: string, start: number): number {
  let end = start + 1;
  while (line.charCodeAt(end) === 96) end++;
  return end;
}

function spanOf(line: string, open: Run, close: Run): CodeSpan {
  const code = line.slice(open.start + open.length, close.start).trim();
  return { start: open.start, end: close.start + close.length, code };
}
