import { KINDS, type Kind } from './kinds';
import { LEXICON } from './lexicon';

/** Kinds of words of which every rule needs one. */
const TRIGGERS: readonly Kind[] = [
  ...([
    'yes',
    'permission',
    'approve',
    'confirm',
    'review',
    'reviews',
    'acceptance',
    'human',
    'loop',
    'checkpoint',
    'gate',
  ] as const),
  ...([
    'wait',
    'waitAhead',
    'stop',
    'ask',
    'blockedBy',
    'blocked',
    'prerequisite',
    'sure',
    'alone',
    'automate',
  ] as const),
  ...([
    'doneBy',
    'doer',
    'manual',
    'byHand',
    'person',
    'endUser',
    'someone',
    'me',
    'not',
    'only',
    'leave',
    'present',
    'tell',
  ] as const),
];
const SIGNS: ReadonlySet<string> = new Set(TRIGGERS.map((kind) => KINDS[kind]));
/** Too common to be looked for, and never alone in a rule. */
const COMMON = new Set([
  'no',
  'off',
  'false',
  'ne',
  'pas',
  'nothing',
  'nobody',
  'word',
  'yes',
  'type',
  'mode',
  'kind',
  'who',
  '不',
  'a',
]);
/** Values of fields (`gate-fields.ts`) that are no words of a rule. */
const OF_FIELDS = ['interactive', 'supervised', 'attended'];
/** Words up to here are looked for as a whole. */
const LONGEST_WHOLE = 4;
/** Letters by which the beginnings of words are told apart, of five bits each. */
const LETTERS = 4;

/**
 * Whether a text holds a word of which any rule needs one: most have none, and are done with one look, which only asks
 * of each word whether any begins like it. Linear.
 */
export function mayAsk(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 127) {
      if (FOREIGN_FIRST[code] === 1 && isAt(FOREIGN, text, at)) return true;
    } else if (isLetter(code)) {
      const start = at;
      let key = code & 31;
      let letters = 1;
      while (letters < LETTERS && isLetter(text.charCodeAt(at + 1))) {
        key = (key << 5) | (text.charCodeAt(++at) & 31);
        letters++;
      }
      key <<= 5 * (LETTERS - letters);
      if ((BEGINNINGS[key >> 5]! >> (key & 31)) & 1 && isAt(WORD, text, start)) return true;
      while (isOfWord(text.charCodeAt(at + 1))) at++;
    } else if (isOfWord(code)) {
      while (isOfWord(text.charCodeAt(at + 1))) at++;
    } else if (code === 64 /* @ */ && isLetter(text.charCodeAt(at + 1))) return true;
  }
  return false;
}

function isAt(words: RegExp, text: string, at: number): boolean {
  words.lastIndex = at;
  return words.test(text);
}

const isLetter = (code: number): boolean => (code | 32) >= 97 && (code | 32) <= 122;

/** Of a word as `\b` has it; false behind the end. */
const isOfWord = (code: number): boolean => isLetter(code) || (code >= 48 && code <= 57) || code === 95;

const TRIGGER_WORDS = triggerWords();
const isLatin = (word: string): boolean => word.charCodeAt(0) < 128;
/** Words that begin with a letter of ASCII, and the others, which may stand anywhere in a run without spaces. */
const [WORD, FOREIGN] = [
  new RegExp(spelled(TRIGGER_WORDS.filter(isLatin)), 'iy'),
  new RegExp(TRIGGER_WORDS.filter((word) => !isLatin(word)).join('|'), 'iy'),
];
const BEGINNINGS = beginnings(TRIGGER_WORDS.filter(isLatin));
const FOREIGN_FIRST = firstCodes(TRIGGER_WORDS.filter((word) => !isLatin(word)));
/** Words of ASCII of which a text holds one that asks, unless it holds others or mentions somebody; those of more than four letters as they begin. */
export const ASKING_WORDS: readonly string[] = TRIGGER_WORDS.filter((word) => /^[\x20-\x7e]+$/.test(word));

/** One word for each entry of the triggers; a phrase that holds another such word needs none. */
function triggerWords(): readonly string[] {
  const all = LEXICON.filter(([sign]) => SIGNS.has(sign)).flatMap(([, words]) =>
    words.filter((word) => !word.startsWith('@')).map((word) => word.replace('*', '').split('_')),
  );
  const alone = new Set(all.flatMap((parts) => (parts.length === 1 && !COMMON.has(parts[0]!) ? parts : [])));
  // `i'll` is found as `i`.
  const isAlone = (part: string): boolean => alone.has(part.split("'")[0]!);
  const ofPhrases = all.filter((parts) => parts.length > 1 && !parts.some(isAlone)).map(longest);
  return [...alone, ...OF_FIELDS, ...new Set(ofPhrases.filter((word) => !COMMON.has(word) && !alone.has(word)))];
}

/** The long words by how they begin, without those that begin as another one does, and the short ones as a whole. */
function spelled(words: readonly string[]): string {
  const long = words.filter(({ length }) => length > LONGEST_WHOLE);
  const first = long.filter((word) => !long.some((other) => other !== word && word.startsWith(other)));
  const short = words.filter(({ length }) => length <= LONGEST_WHOLE);
  return `(?:${first.join('|')}|(?:${short.join('|')})(?![\\w\\u00c0-\\u024f]))`;
}

/** A bit for each beginning that a word has. */
function beginnings(words: readonly string[]): Uint32Array {
  const bits = new Uint32Array(2 ** (5 * LETTERS - 5));
  for (const word of words) {
    const letters = /^[a-z]{1,4}/.exec(word)![0];
    let key = 0;
    for (let at = 0; at < LETTERS; at++) key = (key << 5) | (at < letters.length ? letters.charCodeAt(at) & 31 : 0);
    bits[key >> 5]! |= 1 << (key & 31);
  }
  return bits;
}

/** By its code whether a word begins with a sign, in either case. */
function firstCodes(words: readonly string[]): Uint8Array {
  const codes = new Uint8Array(2 ** 16);
  for (const word of words) for (const first of [word, word.toUpperCase()]) codes[first.charCodeAt(0)] = 1;
  return codes;
}

/** The longest word of a phrase: short ones stand everywhere. */
function longest(words: readonly string[]): string {
  return words.reduce((best, word) => (word.length > best.length ? word : best));
}
