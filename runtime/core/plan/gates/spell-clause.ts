import { append } from '../text/append';
import { endOfToken, isRun } from './clause-tokens';
import { ARTICLES, LEXICON } from './lexicon';

interface Place {
  readonly from: number;
  readonly to: number;
}

/** A clause as the kinds of its words: one sign of the lexicon for each word, `o` for all others, and its punctuation. */
export interface Spelling {
  readonly signs: string;
  /** Where the word of each sign stands in the clause. */
  readonly places: readonly Place[];
}

const WORDS = new Map<string, string>();
const STEMS = new Map<string, string>();
/** Phrases by their first word, the longest first. */
const PHRASES = new Map<string, { readonly words: readonly string[]; readonly sign: string }[]>();

for (const [sign, words] of LEXICON) {
  for (const word of words) {
    const parts = word.split('_');
    if (parts.length > 1) PHRASES.set(parts[0]!, [...(PHRASES.get(parts[0]!) ?? []), { words: parts, sign }]);
    else if (word.endsWith('*')) STEMS.set(word.slice(0, -1), sign);
    else if (!WORDS.has(word)) WORDS.set(word, sign);
  }
}
for (const phrases of PHRASES.values()) phrases.sort((a, b) => b.words.length - a.words.length);

/** Characters of the longest word in a run without spaces. */
const LONGEST_IN_RUN = 6;
const PUNCTUATION: ReadonlyMap<string, string> = new Map([
  ...[...'([{（【'].map((mark): [string, string] => [mark, '<']),
  ...[...')]}）】'].map((mark): [string, string] => [mark, '>']),
  ...[...':：'].map((mark): [string, string] => [mark, ':']),
  ...[...',，、;；'].map((mark): [string, string] => [mark, ',']),
  ['=', '='],
  ...[...'-–—→|'].map((mark): [string, string] => [mark, '_']),
]);
const ELISION_OF = /^d'(?!abord)/;
/** `l'approbation`. */
const ELISION = /^(?:l|d|n|qu)'(?=..)/;
const SHORTEST_STEM = 2;
const LONGEST_STEM = 12;
/** Words of a clause that are looked at. */
const MOST = 600;

/** Spells a clause. Linear. */
export function spellClause(clause: string): Spelling {
  const tokens = tokensOf(clause);
  const signs: string[] = [];
  const places: Place[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const { word, written, sign, from } = tokens[at]!;
    const phrase = PHRASES.get(word)?.find(({ words }) => words.every((each, no) => tokens[at + no]?.word === each));
    if (phrase !== undefined) at += phrase.words.length - 1;
    else if (ARTICLES.has(word)) continue;
    signs.push(phrase?.sign ?? sign ?? signOf(word, written));
    places.push({ from, to: tokens[at]!.to });
  }
  return { signs: signs.join(''), places };
}

interface Token extends Place {
  readonly written: string;
  /** In lower case. */
  readonly word: string;
  /** Of punctuation. */
  readonly sign: string | undefined;
}

function tokensOf(clause: string): readonly Token[] {
  const tokens: Token[] = [];
  let end = -1;
  for (let from = 0, to = 0; from < clause.length && tokens.length < MOST; from = Math.max(to, from + 1)) {
    to = endOfToken(clause, from);
    if (to === from) continue;
    const written = clause.slice(from, to);
    const isGlued = from === end;
    end = to;
    // Within `sign-off` it is nothing, and neither in front.
    if (written === '-' && (isGlued ? /\S/.test(clause.charAt(to)) : tokens.length === 0)) continue;
    if (isRun(written)) append(tokens, wordsOfRun(written, from));
    else if (clause.startsWith('()', to)) tokens.push({ written, word: written, sign: 'o', from, to });
    else {
      const word = plain(written);
      // `d'approbation` says of what, as `de` does.
      if (ELISION_OF.test(word)) tokens.push({ written: 'd', word: 'd', sign: undefined, from, to: from + 1 });
      tokens.push({ written, word, sign: PUNCTUATION.get(written), from, to });
    }
  }
  return tokens;
}

/** In lower case, without the quotes around it. */
function plain(written: string): string {
  const word = written.toLowerCase();
  return /['’]/.test(word)
    ? word
        .replaceAll('’', "'")
        .replace(/^'+/, '')
        .replace(/'{1,60}$/, '')
    : word;
}

/** The words of a run without spaces, the longest first, and each other character by itself. */
function wordsOfRun(run: string, start: number): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < run.length; ) {
    let length = Math.min(LONGEST_IN_RUN, run.length - at);
    while (length > 1 && !WORDS.has(run.slice(at, at + length))) length--;
    const word = run.slice(at, at + length);
    tokens.push({ written: word, word, sign: undefined, from: start + at, to: start + at + length });
    at += length;
  }
  return tokens;
}

function signOf(word: string, written: string): string {
  const known = WORDS.get(word);
  if (known !== undefined) return known;
  if (word.startsWith('@')) return word.length > 1 ? '@' : 'o';
  if (word.includes("'")) return signOfJoined(word, written);
  // All stems are of other scripts.
  const stem = word.charCodeAt(0) > 127 ? stemSign(word) : undefined;
  return stem ?? signOfUnknown(written);
}

/** `Anna's`, `the owner's`. */
const POSSESSORS: ReadonlySet<string> = new Set(['c', 'P', 'H', 's', '~']);

/** `l'approbation`, `Anna's`. */
function signOfJoined(word: string, written: string): string {
  const known = WORDS.get(word.replace(ELISION, ''));
  if (known !== undefined) return known;
  const possessor = word.endsWith("'s") ? signOf(word.slice(0, -2), written) : 'o';
  return POSSESSORS.has(possessor) ? possessor : 'o';
}

/** A name has a capital letter. */
function signOfUnknown(written: string): string {
  return NAME.test(written) ? 'c' : 'o';
}

const NAME = /^[A-ZÀ-ÞА-Я][a-zß-ÿа-я]/;

function stemSign(word: string): string | undefined {
  for (let length = Math.min(word.length, LONGEST_STEM); length >= SHORTEST_STEM; length--) {
    const sign = STEMS.get(word.slice(0, length));
    if (sign !== undefined) return sign;
  }
  return undefined;
}
