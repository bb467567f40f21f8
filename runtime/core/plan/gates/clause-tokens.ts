/** What a character is in a clause. */
type CharacterClass = 0 | 1 | 2 | 3;
const NOTHING: CharacterClass = 0;
/** A letter, digit or quote of a script with spaces. */
const OF_WORD: CharacterClass = 1;
/** Of a script without spaces. */
const OF_RUN: CharacterClass = 2;
/** A token by itself: punctuation, ✋ and ⏸. */
const ALONE: CharacterClass = 3;

const SIGNS = '-–—(){}[]（）【】:：=,，、;；|→✋⏸';
const ASCII = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[A-Za-z0-9']/.test(character)) return OF_WORD;
  return SIGNS.includes(character) ? ALONE : NOTHING;
});

function classAt(clause: string, at: number): CharacterClass {
  const code = clause.charCodeAt(at);
  if (code < 128) return ASCII[code] as CharacterClass;
  if (code >= 0xc0 && code <= 0x24f) return OF_WORD;
  if ((code >= 0x400 && code <= 0x4ff) || (code >= 0xac00 && code <= 0xd7a3) || code === RIGHT_QUOTE) return OF_WORD;
  if ((code >= 0x3040 && code <= 0x30ff) || (code >= 0x3400 && code <= 0x9fff)) return OF_RUN;
  return code > 127 && SIGNS.includes(clause.charAt(at)) ? ALONE : NOTHING;
}

const RIGHT_QUOTE = 0x2019;

/** Whether a token stands in a script without spaces. */
export const isRun = (token: string): boolean => classAt(token, 0) === OF_RUN;

const LONGEST_RUN = 200;
const LONGEST_WORD = 60;
/** Pieces behind a dot or `_` that belong to a word: `lid.close`. */
const MOST_PIECES = 20;
const OF_PIECE = /\w/;
/** Words that stand by themselves before a `_`: `needs_approval`. */
const BEFORE_UNDERSCORE: ReadonlySet<string> = new Set([
  'need',
  'needs',
  'require',
  'requires',
  'awaiting',
  'human',
  'manual',
]);

/** Where the token ends that begins there: a mark, a run without spaces, a word, punctuation. The same place where none begins. */
export function endOfToken(clause: string, from: number): number {
  if (clause.startsWith('🛑', from)) return from + 2;
  const own = classAt(clause, from);
  if (own === ALONE) return from + 1;
  if (own === OF_RUN) return endOf(clause, from, OF_RUN, LONGEST_RUN);
  const isMention = clause.charCodeAt(from) === 64 /* @ */;
  const start = isMention ? from + 1 : from;
  const end = endOf(clause, start, OF_WORD, LONGEST_WORD);
  if (end === start) return from;
  const goesOn =
    !isMention && /^_[a-z]/.test(clause.slice(end, end + 2)) && BEFORE_UNDERSCORE.has(clause.slice(from, end));
  return goesOn ? end : endOfPieces(clause, end);
}

function endOf(clause: string, from: number, kind: CharacterClass, most: number): number {
  let at = from;
  while (at - from < most && classAt(clause, at) === kind) at++;
  return at;
}

function endOfPieces(clause: string, from: number): number {
  let end = from;
  for (let piece = 0; piece < MOST_PIECES; piece++) {
    const code = clause.charCodeAt(end);
    if (code !== 46 /* . */ && code !== 95 /* _ */) break;
    let at = end + 1;
    while (at - end <= LONGEST_WORD && OF_PIECE.test(clause.charAt(at))) at++;
    if (at === end + 1) break;
    end = at;
  }
  return end;
}
