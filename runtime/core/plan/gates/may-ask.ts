import { WordTable, withLetter } from '../text/word-table';
import { GATE_FIELDS, plainKey } from './gate-fields';
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
    'together',
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

/**
 * Whether a text holds a word of which any rule needs one: most have none, and are done with one look, which only asks
 * of each word whether it is one of them. Linear.
 */
export function mayAsk(text: string): boolean {
  let word = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isLetter(code)) {
      word = withLetter(word, code | 32);
      continue;
    }
    if (word !== 0 && (WORDS.traitsOf(word) & (code > 127 ? WHOLE | BEGINNING : WHOLE)) !== 0) return true;
    word = 0;
    if (code > 127) {
      if (FOREIGN_FIRST[code] === 1 && isForeignAt(text, at)) return true;
    } else if (code === 64 /* @ */ && isLetter(text.charCodeAt(at + 1))) return true;
  }
  return word !== 0 && (WORDS.traitsOf(word) & WHOLE) !== 0;
}

function isForeignAt(text: string, at: number): boolean {
  FOREIGN.lastIndex = at;
  return FOREIGN.test(text);
}

const isLetter = (code: number): boolean => (code | 32) >= 97 && (code | 32) <= 122;

const TRIGGER_WORDS = triggerWords();
const isLatin = (word: string): boolean => word.charCodeAt(0) < 128;
/** Words that begin with another letter than those of ASCII; they may stand anywhere in a run without spaces. */
const FOREIGN = new RegExp(TRIGGER_WORDS.filter((word) => !isLatin(word)).join('|'), 'iy');
const FOREIGN_FIRST = firstCodes(TRIGGER_WORDS.filter((word) => !isLatin(word)));
/** Names of fields that are written as one word, `needsReview`, as it is looked for. */
const FIELD_NAMES = Object.values(GATE_FIELDS)
  .flat()
  .filter((name) => name.includes('_'))
  .map(plainKey);
const isPlain = (word: string): boolean => /^[\x20-\x7e]+$/.test(word);
/** Words of ASCII of which a text holds one that asks, unless it holds others or mentions somebody. */
export const ASKING_WORDS: readonly string[] = [
  ...new Set([...TRIGGER_WORDS.filter(isPlain).map(letters), ...FIELD_NAMES]),
];
/** A word of ASCII; the letters with which one of others begins. */
const WHOLE = 1;
const BEGINNING = 2;
const WORDS = new WordTable([
  ...ASKING_WORDS.map((word) => [word, WHOLE] as const),
  ...TRIGGER_WORDS.filter((word) => isLatin(word) && !isPlain(word)).map((word) => [letters(word), BEGINNING] as const),
]);

/** The letters of ASCII with which a word begins: `i'll` is found as `i`. */
function letters(word: string): string {
  return /^[a-z]+/.exec(word)![0];
}

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
