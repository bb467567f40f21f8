import { LEXICON } from './lexicon';

/** Signs of which every pattern needs one. */
const TRIGGERS = 'YVAOvuRHhCgWSQ2kp!adrMPI1X';
/** Too common to be looked for, and never alone in a pattern. */
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
/** Words up to here are looked for as a whole. */
const LONGEST_WHOLE = 4;
/** Letters by which the beginnings of words are told apart, of five bits each. */
const LETTERS = 4;

/**
 * Whether a text holds a word of which any pattern needs one: most have none, and are done with one look, which only asks
 * of each word whether any begins like it. Linear.
 */
export function mayAsk(text: string): boolean {
  let isForeign = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 127) {
      isForeign ||= !isPlain(code);
    } else if (isLetter(code)) {
      const start = at;
      let key = code & 31;
      let letters = 1;
      while (letters < LETTERS && isLetter(text.charCodeAt(at + 1))) {
        key = (key << 5) | (text.charCodeAt(++at) & 31);
        letters++;
      }
      key <<= 5 * (LETTERS - letters);
      if ((BEGINNINGS[key >> 5]! >> (key & 31)) & 1 && isTrigger(text, start)) return true;
      while (isOfWord(text.charCodeAt(at + 1))) at++;
    } else if (isOfWord(code)) {
      while (isOfWord(text.charCodeAt(at + 1))) at++;
    } else if (code === 64 /* @ */ && isLetter(text.charCodeAt(at + 1))) return true;
  }
  return isForeign && FOREIGN.test(text);
}

function isTrigger(text: string, at: number): boolean {
  WORD.lastIndex = at;
  return WORD.test(text);
}

const isLetter = (code: number): boolean => (code | 32) >= 97 && (code | 32) <= 122;

/** Of a word as `\b` has it; false behind the end. */
const isOfWord = (code: number): boolean => isLetter(code) || (code >= 48 && code <= 57) || code === 95;

/** Signs that no word of the lexicon has: dashes, quotes, arrows, ticks. */
const isPlain = (code: number): boolean =>
  code < 0xc0 ||
  code === 0xd7 ||
  (code >= 0x2010 && code <= 0x2027) ||
  (code >= 0x2190 && code <= 0x21ff) ||
  (code >= 0x2705 && code <= 0x2705) ||
  (code >= 0x2713 && code <= 0x2716);

const TRIGGER_WORDS = triggerWords();
const ASCII = /^[\x20-\x7e]+$/;
/** Words of ASCII of which a text holds one that asks, unless it holds others or mentions somebody; those of more than four letters as they begin. */
export const ASKING_WORDS: readonly string[] = TRIGGER_WORDS.filter((word) => ASCII.test(word));
const [WORD, FOREIGN] = [
  new RegExp(spelled(ASKING_WORDS), 'iy'),
  new RegExp(TRIGGER_WORDS.filter((word) => !ASCII.test(word)).join('|'), 'i'),
];
const BEGINNINGS = beginnings(ASKING_WORDS);

/** One word for each entry of the triggers; a phrase that holds another such word needs none. */
function triggerWords(): readonly string[] {
  const all = LEXICON.filter(([sign]) => TRIGGERS.includes(sign)).flatMap(([, words]) =>
    words.split(/\s+/).map((word) => word.replace('*', '').split('_')),
  );
  const alone = new Set(all.flatMap((parts) => (parts.length === 1 && !COMMON.has(parts[0]!) ? parts : [])));
  // `i'll` is found as `i`.
  const isAlone = (part: string): boolean => alone.has(part.split("'")[0]!);
  const ofPhrases = all.filter((parts) => parts.length > 1 && !parts.some(isAlone)).map(longest);
  return [...alone, ...new Set(ofPhrases.filter((word) => !COMMON.has(word) && !alone.has(word)))];
}

/** The long words by how they begin, without those that begin as another one does, and the short ones as a whole. */
function spelled(words: readonly string[]): string {
  const long = words.filter(({ length }) => length > LONGEST_WHOLE);
  const first = long.filter((word) => !long.some((other) => other !== word && word.startsWith(other)));
  const short = words.filter(({ length }) => length <= LONGEST_WHOLE);
  return `(?:${first.join('|')}|(?:${short.join('|')})\\b)`;
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

/** The longest word of a phrase: short ones stand everywhere. */
function longest(words: readonly string[]): string {
  return words.reduce((best, word) => (word.length > best.length ? word : best));
}
