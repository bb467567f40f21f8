import { createHash } from 'node:crypto';

const LONGEST_KEY = 500;

/**
 * The key under which an answer is cached: questions that differ only in case, white space, quotation marks, closing
 * punctuation or a greeting have the same. Order and choice of words count: they may mean something else.
 *
 * *Shape*: at most 500 letters; of a longer question the start and a digest. Empty for a question without words.
 *
 * Source: R-70.
 */
export function normaliseQuestion(question: string): string {
  const key = question
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[‘’“”„«»"'`]/g, '')
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .trim()
    .replace(/^(?:(?:please|hi|hello|hey)[,!]? )+/, '')
    .replace(/(?:[ ,]{1,9}please)?[ .?!…]{1,99}$/, '')
    .replace(/[ ,]{1,9}please$/, '');
  if (key.length <= LONGEST_KEY) return key;
  const digest = createHash('sha256').update(key).digest('hex');
  return `${key.slice(0, LONGEST_KEY - digest.length - 1)} ${digest}`;
}
