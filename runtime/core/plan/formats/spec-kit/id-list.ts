/** A token of a sentence about tasks. */
export type Token =
  | { readonly type: 'ids'; readonly ids: readonly string[]; readonly isRange: boolean }
  | { readonly type: 'arrow' }
  | { readonly type: 'word'; readonly word: string };

/** Tokens and members of ranges that are read of one line. */
const MOST = 500;
const TOKEN =
  /(?:TASK|T)-?\d{1,5}(?:\.\d{1,3}){0,2}[a-z]?(?![A-Za-z0-9_])(?:\s{0,2}(?:-|–|—|~|〜|～|‐|\.\.|\bto\b|\bthrough\b)\s{0,2}(?:(?:TASK|T)-?\d{1,5}[a-z]?|\d{1,5}|[a-z])(?![A-Za-z0-9_]))?|→|⇒|[-=]{1,3}>|[\p{L}\p{N}_'’/-]{1,60}|\S/gu;
const RANGE =
  /^((?:TASK|T)-?)(\d{1,5})([a-z]?)\s{0,2}(?:-|–|—|~|〜|～|‐|\.\.|to|through)\s{0,2}(?:TASK-?|T-?)?(\d{1,5})?([a-z]?)$/;

/** The ids, arrows and words of a line; ranges like `T004–T007` and `T005a〜g` are written out. Linear. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const [found] of text.slice(0, 4_000).matchAll(TOKEN)) {
    if (tokens.length >= MOST) break;
    if (/^(?:→|⇒|[-=]{1,3}>)$/.test(found)) tokens.push({ type: 'arrow' });
    else if (/^(?:TASK|T)-?\d/.test(found)) tokens.push(idsOf(found));
    else tokens.push({ type: 'word', word: found.toLowerCase() });
  }
  return tokens;
}

function idsOf(found: string): Token {
  const range = RANGE.exec(found);
  if (range === null) return { type: 'ids', ids: [found], isRange: false };
  const [, prefix = '', first = '', letter = '', last, lastLetter = ''] = range;
  if (last === undefined) {
    const ids: string[] = [];
    for (let code = letter.charCodeAt(0); code <= lastLetter.charCodeAt(0); code++)
      ids.push(`${prefix}${first}${String.fromCharCode(code)}`);
    return { type: 'ids', ids, isRange: true };
  }
  const ids: string[] = [];
  for (let no = Number(first); no <= Number(last) && ids.length < MOST; no++)
    ids.push(`${prefix}${String(no).padStart(first.length, '0')}`);
  if (letter !== '') ids[0] = `${prefix}${first}${letter}`;
  return { type: 'ids', ids, isRange: true };
}
