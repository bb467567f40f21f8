const MAY_HAVE_MARKS = /\]\(|\*\*|__|`|~~/;

/** A line of markdown as text: without emphasis, code marks and link targets. Linear. */
export function plainText(markdown: string): string {
  if (!MAY_HAVE_MARKS.test(markdown)) return markdown.trim();
  let text = markdown;
  if (text.includes('](')) text = withoutLinks(text);
  return text.replaceAll('**', '').replaceAll('__', '').replaceAll('`', '').replaceAll('~~', '').trim();
}

/** `[text](target)` and `![text](target)` become `text`. */
function withoutLinks(text: string): string {
  const pieces: string[] = [];
  let from = 0;
  while (true) {
    const middle = text.indexOf('](', from);
    const open = middle < 0 ? -1 : text.lastIndexOf('[', middle);
    const close = middle < 0 ? -1 : text.indexOf(')', middle);
    if (open < from || close < 0) break;
    pieces.push(
      text.slice(from, text.charAt(open - 1) === '!' && open > from ? open - 1 : open),
      text.slice(open + 1, middle),
    );
    from = close + 1;
  }
  pieces.push(text.slice(from));
  return pieces.join('');
}
