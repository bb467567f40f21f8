import { KINDS, type Kind, type LanguageTable } from './kinds';
import { CHINESE } from './languages/chinese';
import { ENGLISH } from './languages/english';
import { FRENCH } from './languages/french';
import { GERMAN } from './languages/german';
import { ITALIAN } from './languages/italian';
import { JAPANESE } from './languages/japanese';
import { KOREAN } from './languages/korean';
import { PORTUGUESE } from './languages/portuguese';
import { RUSSIAN } from './languages/russian';
import { SPANISH } from './languages/spanish';

/** In this order: of a word that two have, the first says what it means. */
const LANGUAGES: readonly LanguageTable[] = [
  ENGLISH,
  GERMAN,
  SPANISH,
  PORTUGUESE,
  FRENCH,
  ITALIAN,
  RUSSIAN,
  CHINESE,
  JAPANESE,
  KOREAN,
];

/** All words of all languages by their kind, in the order of `KINDS`. */
export const LEXICON: readonly (readonly [sign: string, words: readonly string[]])[] = Object.entries(KINDS).map(
  ([kind, sign]) => [sign, LANGUAGES.flatMap((table) => wordsOf(table[kind as Kind]))],
);

function wordsOf(words = ''): readonly string[] {
  const trimmed = words.trim();
  return trimmed === '' ? [] : trimmed.split(/\s+/);
}

/** Articles: they stand for nothing. */
export const ARTICLES: ReadonlySet<string> = new Set(
  'the a an der die das den dem ein eine einen einer el la los las una un o os um uma le les une il lo gli'.split(' '),
);
