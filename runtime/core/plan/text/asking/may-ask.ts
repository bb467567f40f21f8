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

/** Whether a text holds a word of which any pattern needs one: most have none, and are done with one look. Linear. */
export function mayAsk(text: string): boolean {
  return MAY_ASK.test(text);
}

const MAY_ASK = new RegExp(
  `${spelled(isAscii)}|@[a-z]|${spelled((word) => !isAscii(word)).replaceAll('\\b', '')}`,
  'i',
);

/** All words of the triggers that are `chosen`, without those that begin as another one does. */
function spelled(chosen: (word: string) => boolean): string {
  const all = LEXICON.filter(([sign]) => TRIGGERS.includes(sign)).flatMap(([, words]) => words.split(/\s+/));
  const chief = new Set(
    all.map((word) => longest(word.replace('*', '').split('_'))).filter((word) => !COMMON.has(word)),
  );
  const words = [...chief].filter(chosen);
  const isLong = (word: string): boolean => word.length > LONGEST_WHOLE || !isAscii(word);
  const long = words.filter(
    (word) => isLong(word) && !words.some((other) => other !== word && isLong(other) && word.startsWith(other)),
  );
  const short = words.filter((word) => !isLong(word));
  return `\\b(?:${long.join('|')}${short.length === 0 ? '' : `|(?:${short.join('|')})\\b`})`;
}

/** The longest word of a phrase: short ones stand everywhere. */
function longest(words: readonly string[]): string {
  return words.reduce((best, word) => (word.length > best.length ? word : best));
}

function isAscii(word: string): boolean {
  return /^[\x20-\x7e]+$/.test(word);
}
