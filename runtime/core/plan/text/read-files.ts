import type { DraftFile } from '../draft';
import type { Position } from '../plan';
import { type CodeSpan, codeSpans } from './code-spans';

/**
 * The paths of a `files:` line: what stands in backticks, and the pieces between commas, without quotes, remarks in
 * parentheses and line ranges (`src/a.ts:10-20`). Beside paths in backticks, words are remarks unless they are a path.
 */
export function readFiles(value: string, where: Position): readonly DraftFile[] {
  const spans = codeSpans(value);
  return (spans.length > 0 ? mixed(value, spans) : withoutRemarks(value).split(/[,;]/))
    .map((piece) =>
      piece
        .trim()
        .replace(/^["'“‘«]{1,2}/, '')
        .replace(/["'”’»]{1,2}$/, '')
        .replace(/:\d{1,7}(?:-\d{1,7})?$/, ''),
    )
    .filter((path) => path !== '' && !/^(?:none|n\/a|tbd|[-–—])$/i.test(path))
    .map((path) => ({ path, where }));
}

/** What stands in backticks, and in between the pieces that look like paths; in order. */
function mixed(value: string, spans: readonly CodeSpan[]): readonly string[] {
  const pieces: string[] = [];
  let from = 0;
  const between = (end: number): void => {
    for (const piece of withoutRemarks(value.slice(from, end)).split(/[,;]/))
      if (isPath(piece.trim())) pieces.push(piece);
  };
  for (const { start, end, code } of spans) {
    between(start);
    pieces.push(code);
    from = end;
  }
  between(value.length);
  return pieces;
}

function isPath(text: string): boolean {
  return (
    /^["'“‘]?[\w@.()[\]*/-]{1,300}["'”’]?$/.test(text) && (text.includes('/') || /\w\.[a-z]\w{0,5}["'”’]?$/i.test(text))
  );
}

function withoutRemarks(value: string): string {
  const pieces: string[] = [];
  let from = 0;
  for (let open = value.indexOf(' ('); open >= 0; open = value.indexOf(' (', from)) {
    const close = value.indexOf(')', open);
    if (close < 0) break;
    pieces.push(value.slice(from, open));
    from = close + 1;
  }
  pieces.push(value.slice(from));
  return pieces.join('');
}
