/**
 * The stem of an English word, roughly: endings of plural, tense and derivation are cut, so that `testing`, `tests` and
 * `tested` are one. Words of other languages pass with little harm. A shortened Porter stemmer (1980).
 */
export function stemOf(word: string): string {
  if (word.length < 4 || /\d/.test(word)) return word;
  for (const [ending, replacement] of ENDINGS) {
    if (!word.endsWith(ending)) continue;
    const root = word.slice(0, -ending.length);
    if (root.length < 3 || !/[aeiouy]/.test(root)) continue;
    return undoubled(root + replacement);
  }
  return word.endsWith('e') && word.length > 4 ? word.slice(0, -1) : word;
}

/** `running` is `run`, not `runn`. */
const undoubled = (root: string): string => (/([bdgmnprt])\1$/.test(root) ? root.slice(0, -1) : root);

const ENDINGS: readonly (readonly [string, string])[] = [
  ['ations', ''],
  ['ation', ''],
  ['ating', ''],
  ['ated', ''],
  ['ators', ''],
  ['ator', ''],
  ['ates', ''],
  ['ate', ''],
  ['ments', ''],
  ['ment', ''],
  ['ings', ''],
  ['ing', ''],
  ['ies', 'y'],
  ['ied', 'y'],
  ['ions', ''],
  ['ion', ''],
  ['ers', ''],
  ['er', ''],
  ['ed', ''],
  ['es', ''],
  ['ly', ''],
  ['s', ''],
];
