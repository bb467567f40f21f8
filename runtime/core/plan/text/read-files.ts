import type { DraftFile } from '../draft';
import type { Position } from '../plan';
import { codeSpans } from './code-spans';

/**
 * The paths of a `files:` line: what stands in backticks, else the pieces between commas, without remarks in parentheses
 * and line ranges (`src/a.ts:10-20`).
 */
export function readFiles(value: string, where: Position): readonly DraftFile[] {
  const spans = codeSpans(value);
  const pieces = spans.length > 0 ? spans.map(({ code }) => code) : withoutRemarks(value).split(/[,;]/);
  return pieces
    .map((piece) =>
      piece
        .trim()
        .replace(/:\d{1,7}(?:-\d{1,7})?$/, '')
        .replace(/^["']/, '')
        .replace(/["']$/, ''),
    )
    .filter((path) => path !== '' && !/^(?:none|n\/a|tbd|[-–—])$/i.test(path))
    .map((path) => ({ path, where }));
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
