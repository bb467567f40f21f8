/** Which signs of the lexicon occur: a bit for each capital, small letter and other sign. */
export interface SignSet {
  readonly capitals: number;
  readonly small: number;
  readonly others: number;
}

/** The signs of a spelling. Those that are no letters have bits of their own as well: their codes differ in the last five. */
export function signSet(signs: string): SignSet {
  let capitals = 0;
  let small = 0;
  let others = 0;
  for (let at = 0; at < signs.length; at++) {
    const code = signs.charCodeAt(at);
    const bit = 1 << (code & 31);
    if (code > 96) small |= bit;
    else if (code > 64 && code < 91) capitals |= bit;
    else others |= bit;
  }
  return { capitals, small, others };
}

/** The codes of the signs in a set, as far as a set tells them apart. */
export function setOfSigns(set: SignSet): readonly number[] {
  return Array.from({ length: 128 }, (_, code) => code).filter((code) =>
    meetsAll([set], signSet(String.fromCharCode(code))),
  );
}

/** Whether there is one of each of `needs`. */
export function meetsAll(needs: readonly SignSet[], held: SignSet): boolean {
  for (let no = 0; no < needs.length; no++) {
    const { capitals, small, others } = needs[no]!;
    if (((capitals & held.capitals) | (small & held.small) | (others & held.others)) === 0) return false;
  }
  return true;
}

/**
 * What a spelling must hold for a pattern to match: of each set one sign. Read from what the pattern has outside of groups,
 * without what may be missing.
 */
export function needsOf({ source }: RegExp): readonly SignSet[] {
  const needs: SignSet[] = [];
  for (let at = 0; at < source.length; ) {
    const piece = PIECE.exec(source.slice(at))!;
    const [whole, group, signs, quantifier = ''] = piece;
    at += whole.length;
    if (group !== undefined) at = endOfGroup(source, at);
    else if (signs !== undefined && !signs.startsWith('[^') && signs !== '.' && !/^(?:[*?]|\{0)/.test(quantifier))
      needs.push(signSet(signs.replace(/^\[|\]$/g, '')));
  }
  return needs;
}

/** `(`; or a sign or class, and how often; or a place. */
const PIECE = /^(?:(\()|(\[[^\]]*\]|[^$^()[\]])(\{[\d,]+\}|[*?])?|[$^])/;

/** Behind the group that is open at `from`, and how often it may come. */
function endOfGroup(source: string, from: number): number {
  let depth = 1;
  let at = from;
  for (; depth > 0; at++) depth += source[at] === '(' ? 1 : source[at] === ')' ? -1 : 0;
  return at + (/^(?:\{[\d,]+\}|[*?])/.exec(source.slice(at))?.[0].length ?? 0);
}
