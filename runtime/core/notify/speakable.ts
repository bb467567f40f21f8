/** Words of a text that can be read aloud: no markup, paths shortened to their last part, no symbols. */
export function speakableWords(text: string): readonly string[] {
  return text
    .slice(0, 2_000)
    .replace(/\[([^\]\n]{0,200})\]\([^)\n]{0,500}\)/g, '$1')
    .replace(/https?:\/\/\S+/g, 'a link')
    .split(/\s+/)
    .map(speakableWord)
    .filter((word) => word !== '');
}

function speakableWord(word: string): string {
  const plain = word.replace(/^[^\p{L}\p{N}./@]+|[^\p{L}\p{N}%/]+$/gu, '');
  const last = /^[\w.@-]*(?:\/[\w.@-]+)+\/?$/.test(plain) ? (plain.split('/').findLast(Boolean) ?? '') : plain;
  return last.replace(/[^\p{L}\p{M}\p{N}'’.,:%+-]/gu, '').replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}%]+$/gu, '');
}

/** A sentence of 8 to 16 words: `before`, as much of `about` as fits, `after`, and what a short one is filled up with. Source: R-50. */
export function speakableSentence(before: string, about: string, after: string): string {
  const fixed = before.split(' ').filter(Boolean);
  const tail = after.split(' ').filter(Boolean);
  const words = [...fixed, ...speakableWords(about).slice(0, MOST - fixed.length - tail.length), ...tail];
  const filling = FILLINGS[Math.max(0, LEAST - words.length)] ?? '';
  const sentence = [...words, ...filling.split(' ').filter(Boolean)].join(' ');
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

const LEAST = 8;
const MOST = 16;

/** By the number of words that are wanted. */
const FILLINGS = [
  '',
  'now',
  'in nightshift',
  'in nightshift now',
  'in the running plan',
  'in the plan running now',
  'in the plan that is running',
  'in the plan that is running now',
];
