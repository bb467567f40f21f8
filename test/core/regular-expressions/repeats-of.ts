/** What the quantifiers of a regular expression could cost. */
export interface Repeats {
  /** Some part may stand any number of times. */
  readonly isUnbounded: boolean;
  /** A part that may stand many times holds another one: the ways to divide a text between them multiply. */
  readonly isNested: boolean;
  /** The same expression with small numbers, and without lower ones: as ambiguous as it was, and quick to judge. */
  readonly small: string;
  /** The same expression with every number but the smallest as "any number": ambiguity that numbers only hide. */
  readonly open: string;
}

/** Numbers from which on a repeat counts as many. */
const MANY = 8;
const TOKEN =
  /\\(?:[pPkuxc]\{[^}]*\}|k<[^>]*>|.)|\[(?:\\.|[^\]\\])*\]|\(\?(?:[:=!]|<[=!]|<[^>]*>)|[()]|\{(\d+)(,?)(\d*)\}\??|[*+?]\??|./gsu;

/** Reads quantifiers and groups, and nothing else. */
export function repeatsOf(source: string): Repeats {
  const small: string[] = [];
  const open: string[] = [];
  /** Whether each open group holds a repeat of many. */
  const groups: boolean[] = [false];
  let last = false;
  let isUnbounded = false;
  let isNested = false;
  for (const [token, low, comma, high] of source.matchAll(TOKEN)) {
    const quantifier = low === undefined ? token : '{';
    if (quantifier === '{' || /^[*+]/.test(quantifier)) {
      const most =
        quantifier !== '{' || (comma === ',' && high === '')
          ? Number.POSITIVE_INFINITY
          : Number(comma === ',' ? high : low);
      const isMany = most >= MANY;
      if (most === Number.POSITIVE_INFINITY) isUnbounded = true;
      if (isMany && last) isNested = true;
      if (isMany) groups[groups.length - 1] = true;
      const lazy = token.endsWith('?') ? '?' : '';
      small.push(quantifier === '{' ? smaller(Number(low), most, lazy) : token);
      open.push(quantifier === '{' ? (isMany ? `${Number(low) === 0 ? '*' : '+'}${lazy}` : token) : token);
      last = false;
      continue;
    }
    small.push(token);
    open.push(token);
    if (token.startsWith('(')) groups.push(false);
    last = false;
    if (token !== ')') continue;
    last = groups.pop() ?? false;
    if (last) groups[groups.length - 1] = true;
  }
  return { isUnbounded, isNested, small: small.join(''), open: open.join('') };
}

function smaller(low: number, most: number, lazy: string): string {
  const least = Math.min(low, 2);
  if (most === Number.POSITIVE_INFINITY) return `{${least},}${lazy}`;
  return least === low && low === most ? `{${least}}` : `{${least},${Math.max(least, Math.min(most, 2))}}${lazy}`;
}
