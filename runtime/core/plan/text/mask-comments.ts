import { codeSpans } from './code-spans';

/** Blanks the comments of one line, so that columns stay. `<!--` inside backticks is text. */
export function maskComments(line: string, isInside: boolean): { line: string; isOpen: boolean; hasComment: boolean } {
  if (!isInside && !line.includes('<!--')) return { line, isOpen: false, hasComment: false };
  const spans = isInside ? [] : codeSpans(line);
  const pieces: string[] = [];
  let from = 0;
  let isOpen = isInside;
  let span = 0;
  while (true) {
    if (isOpen) {
      const end = line.indexOf('-->', from);
      if (end < 0) {
        pieces.push(' '.repeat(line.length - from));
        break;
      }
      pieces.push(' '.repeat(end + 3 - from));
      from = end + 3;
      isOpen = false;
      continue;
    }
    let start = line.indexOf('<!--', from);
    while (start >= 0) {
      while (span < spans.length && spans[span]!.end <= start) span++;
      if (span >= spans.length || spans[span]!.start > start) break;
      start = line.indexOf('<!--', spans[span]!.end);
    }
    pieces.push(start < 0 ? line.slice(from) : line.slice(from, start));
    if (start < 0) break;
    from = start;
    isOpen = true;
  }
  return { line: pieces.join(''), isOpen, hasComment: true };
}
