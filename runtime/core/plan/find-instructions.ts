/** What each of `INSTRUCTIONS` holds, in both cases: most texts have none of it. */
const RARE = [
  'gnore ',
  'GNORE ',
  'isregard ',
  'ISREGARD ',
  'orget ',
  'ORGET ',
  '<system',
  '<SYSTEM',
  '</system',
  '[INST]',
];
const INSTRUCTIONS =
  /<\/?system\b|\[INST\]|\b(?:ignore|disregard|forget) (?:(?:all|any|the|your|of|these|everything) ){0,3}(?:previous|prior|above|earlier|preceding) (?:instructions?|prompts?|messages?|rules?|context)\b/gi;

/**
 * Where a text speaks to a model instead of to a reader: `<system>`, `ignore all previous instructions`; the first place
 * and how many there are. It stays data: an agent gets it as the words of a plan, and a person should have seen it.
 *
 * Cost: linear; a text without the rare words is only searched for those.
 */
export function findInstructions(text: string): { readonly offset: number; readonly count: number } | undefined {
  if (!RARE.some((word) => text.includes(word))) return undefined;
  let offset = -1;
  let count = 0;
  for (const { index } of text.matchAll(INSTRUCTIONS)) {
    if (count++ === 0) offset = index;
  }
  return count === 0 ? undefined : { offset, count };
}
