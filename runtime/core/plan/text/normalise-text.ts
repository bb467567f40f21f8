import type { Findings } from '../findings';

/**
 * The text with one kind of line end (`\n`), without a byte order mark. Reports what cannot be text: NUL, and halves
 * of a surrogate pair. A carriage return inside a line (GSD's own tool leaves such) becomes a space; in a text
 * without any line feed it ends a line.
 *
 * Cost: linear; a text that is already clean is returned as it is.
 */
export function normaliseText(raw: string, findings: Findings): string {
  const plain = raw.charCodeAt(0) === 0xfeff ? raw.slice(1) : raw;
  const text = plain.includes('\r') ? withLineFeeds(plain) : plain;
  reportUnreadable(text, findings);
  return text;
}

function withLineFeeds(text: string): string {
  const alone = text.includes('\n') ? ' ' : '\n';
  const pieces: string[] = [];
  let from = 0;
  for (let at = text.indexOf('\r'); at >= 0; at = text.indexOf('\r', from)) {
    let end = at + 1;
    while (text.charCodeAt(end) === 13) end++;
    pieces.push(text.slice(from, at));
    if (text.charCodeAt(end) === 10) {
      pieces.push('\n');
      end++;
    } else {
      pieces.push(alone.repeat(end - at));
    }
    from = end;
  }
  pieces.push(text.slice(from));
  return pieces.join('');
}

function reportUnreadable(text: string, findings: Findings): void {
  const nul = text.indexOf('\0');
  if (nul >= 0) {
    findings.problem('PLAN_CONTROL_CHAR', positionOf(text, nul), 'The plan holds a NUL character', {
      hint: 'Save the file as plain UTF-8 text',
    });
  }
  const lone = text.search(/\p{Surrogate}/u);
  if (lone < 0) return;
  findings.problem('PLAN_ENCODING', positionOf(text, lone), 'The plan holds half of a surrogate pair', {
    hint: 'Save the file as UTF-8 and copy the damaged character again',
  });
}

/** The line and column of an offset of a text whose lines end with `\n`. */
export function positionOf(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let lineStart = 0;
  for (let at = 0; at < offset; at++) {
    if (text.charCodeAt(at) !== 10) continue;
    line++;
    lineStart = at + 1;
  }
  return { line, column: offset - lineStart + 1 };
}
