import { ASKING_WORDS } from '../gates/may-ask';
import { WAITING_WORDS } from './waiting-words';

/** A letter that is none of English, or a sign beyond ASCII: then the text may hold anything. */
const FOREIGN = 1 << 12;
/** A control, but for tabs and line ends. */
export const CONTROL = 1 << 13;
export const DIGIT = 1 << 14;
export const LETTER = 1 << 15;
/** One of `()[]`. */
export const BRACKET = 1 << 16;
export const COLON = 1 << 17;
export const DASH = 1 << 18;
/** A comma or `|`. */
export const COMMA = 1 << 19;
/** What emphasis, code and struck text are written with, and a backslash: any of `*_~` and the backtick. */
export const MARK = 1 << 20;
/** A word that may ask for a person. */
export const ASKS = 1 << 21;
/** A word, or `<`, that may say what is waited on. */
export const WAITS = 1 << 22;

/** What one pass over a text finds: what it may hold, so that nobody looks for what it does not. */
export class Traits {
  constructor(
    readonly text: string,
    private readonly held: number,
    /** The same for texts that differ in case only. */
    readonly hash: number,
  ) {}

  /** False when the text holds none of these for sure. */
  may(traits: number): boolean {
    return (this.held & (traits | FOREIGN)) !== 0;
  }

  /** Whether it holds one of these for sure. */
  has(traits: number): boolean {
    return (this.held & traits) !== 0;
  }
}

/** The traits of a text. `known`: those that were found before, perhaps of another text. Linear. */
export function traitsOf(text: string, known?: Traits): Traits {
  return known !== undefined && known.text === text ? known : lookAt(text);
}

function lookAt(text: string): Traits {
  let held = 0;
  let hash = 7;
  let word = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const character = code < 128 ? CHARACTERS[code]! : FOREIGN;
    held |= character;
    hash = (Math.imul(hash, 31) + (character & LOWERED)) | 0;
    const letter = (character >> 7) & 31;
    if (letter !== 0) {
      word = word < FOUR_LETTERS ? (word << 5) | letter : word | MORE;
    } else if (word !== 0) {
      held |= WORDS[slotOf(word)]!;
      word = 0;
    }
  }
  held |= WORDS[slotOf(word)]!;
  return new Traits(text, held, spread((held & FOREIGN) === 0 ? hash : foreignHash(text)));
}

const SIGNS: readonly (readonly [signs: string, trait: number])[] = [
  ['0123456789', DIGIT],
  ['()[]', BRACKET],
  [':', COLON],
  ['-', DASH],
  [',|', COMMA],
  ['*_~`', MARK],
  // Who is mentioned may be asked.
  ['@', ASKS],
  ['<', WAITS],
];

/** Of a character of ASCII: its small form, then the place of a letter in the alphabet, then its traits. */
const LOWERED = 127;
const CHARACTERS = Uint32Array.from({ length: 128 }, (_, code) => characterOf(String.fromCharCode(code)));

function characterOf(character: string): number {
  const code = character.toLowerCase().charCodeAt(0);
  if (/[a-z]/i.test(character)) return code | ((code & 31) << 7) | LETTER;
  if (/[\u0001-\u0008\u000b-\u001f\u007f]/.test(character)) return code | CONTROL;
  const trait = SIGNS.find(([signs]) => signs.includes(character));
  return code | (trait?.[1] ?? 0);
}

/** Words are told apart by their first four letters, of five bits each, and by whether more follow. */
const FOUR_LETTERS = 1 << 15;
const MORE = 1 << 20;
/** By the slot of a word: the traits of those that begin so. Two words in one slot cost a closer look, and nothing else. */
const WORDS = new Uint32Array(1 << 16);

function slotOf(word: number): number {
  return Math.imul(word, 0x9e3779b1) >>> 16;
}

for (const word of ASKING_WORDS) addWord(word, ASKS);
for (const word of WAITING_WORDS) {
  addWord(word, WAITS);
  // It may go on: `waits`, `waiting`.
  addWord(`${word}s`, WAITS);
}

function addWord(word: string, trait: number): void {
  const letters = /^[a-z]{1,5}/.exec(word)![0];
  let key = 0;
  for (const letter of letters.slice(0, 4)) key = (key << 5) | (letter.charCodeAt(0) & 31);
  WORDS[slotOf(letters.length > 4 ? key | MORE : key)]! |= trait;
}

function foreignHash(text: string): number {
  const lower = text.toLowerCase();
  let hash = 7;
  for (let at = 0; at < lower.length; at++) hash = (Math.imul(hash, 31) + lower.charCodeAt(at)) | 0;
  return hash;
}

function spread(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return mixed ^ (mixed >>> 15);
}
