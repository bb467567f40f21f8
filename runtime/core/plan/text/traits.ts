import { ASKING_WORDS } from '../gates/may-ask';
import { WAITING_WORDS } from './waiting-words';
import { WordTable, withLetter } from './word-table';

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
    if ((character & LETTER) !== 0) {
      word = withLetter(word, character & LOWERED);
    } else {
      if (word !== 0) {
        held |= WORDS.traitsOf(word);
        hash = Math.imul(hash ^ word, SPREAD);
        word = 0;
      }
      hash = withLetter(hash, character & LOWERED);
    }
  }
  if (word !== 0) {
    held |= WORDS.traitsOf(word);
    hash = Math.imul(hash ^ word, SPREAD);
  }
  return new Traits(text, held & TRAITS, spread((held & FOREIGN) === 0 ? hash : foreignHash(text)));
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

/** Of a character of ASCII: its small form, then its traits. */
const LOWERED = 127;
const TRAITS = ~LOWERED;
const CHARACTERS = Uint32Array.from({ length: 128 }, (_, code) => characterOf(String.fromCharCode(code)));

function characterOf(character: string): number {
  const code = character.toLowerCase().charCodeAt(0);
  if (/[a-z]/i.test(character)) return code | LETTER;
  if (/[\u0001-\u0008\u000b-\u001f\u007f]/.test(character)) return code | CONTROL;
  const trait = SIGNS.find(([signs]) => signs.includes(character));
  return code | (trait?.[1] ?? 0);
}

const WORDS = new WordTable([
  ...ASKING_WORDS.map((word) => [word, ASKS] as const),
  ...WAITING_WORDS.map((word) => [word, WAITS] as const),
]);

function foreignHash(text: string): number {
  const lower = text.toLowerCase();
  let hash = 7;
  for (let at = 0; at < lower.length; at++) hash = (Math.imul(hash, 31) + lower.charCodeAt(at)) | 0;
  return hash;
}

const SPREAD = 0x5bd1e995;

function spread(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return mixed ^ (mixed >>> 15);
}
