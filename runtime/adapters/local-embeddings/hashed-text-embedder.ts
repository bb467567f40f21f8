import { createHash } from 'node:crypto';
import type { Embedder } from '../../ports/embedder';
import { stemOf } from './stem-of';

const DIMENSIONS = 512;
/** Only so much of a text is looked at. */
const LONGEST_TEXT = 8_000;
const WORD_WEIGHT = 1;
const PAIR_WEIGHT = 0.4;
const GRAM_WEIGHT = 0.35;

/**
 * Embeds without a model: stemmed words, pairs of neighbours and parts of words of 3 and 4 letters, each hashed to one of
 * 512 places with a sign, frequent ones dampened. The same text gives the same vector on every machine.
 *
 * Near in wording is near in cosine; it knows no synonyms. Source: Weinberger et al. 2009 (hashing trick).
 */
export class HashedTextEmbedder implements Embedder {
  readonly model = 'local-hashed-v1';
  readonly dimensions = DIMENSIONS;

  async embed(texts: readonly string[]): Promise<readonly Float32Array[]> {
    return texts.map((text) => vectorOf(text));
  }
}

function vectorOf(text: string): Float32Array {
  const counts = new Map<string, { count: number; weight: number }>();
  const add = (feature: string, weight: number) => {
    const known = counts.get(feature);
    if (known === undefined) counts.set(feature, { count: 1, weight });
    else known.count++;
  };

  let previous = '';
  for (const word of wordsOf(text)) {
    const stem = stemOf(word);
    if (STOP_WORDS.has(word)) {
      add(`w:${stem}`, WORD_WEIGHT * 0.05);
      continue;
    }
    add(`w:${stem}`, WORD_WEIGHT);
    if (previous !== '') add(`p:${previous} ${stem}`, PAIR_WEIGHT);
    previous = stem;
    const edged = `<${stem}>`;
    for (const length of [3, 4]) {
      for (let at = 0; at + length <= edged.length; at++) {
        add(`g:${edged.slice(at, at + length)}`, GRAM_WEIGHT / Math.sqrt(Math.max(1, edged.length - length + 1)));
      }
    }
  }

  const vector = new Float32Array(DIMENSIONS);
  for (const [feature, { count, weight }] of counts) {
    const hash = createHash('sha1').update(feature).digest();
    const place = hash.readUInt16LE(0) % DIMENSIONS;
    vector[place]! += (hash[2]! & 1 ? 1 : -1) * weight * (1 + Math.log(count));
  }
  return normalised(vector);
}

/** Words of any script, with names in camelCase and snake_case taken apart. */
function wordsOf(text: string): readonly string[] {
  const parts = text.slice(0, LONGEST_TEXT).replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2');
  return (
    parts
      .normalize('NFKD')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

/** Length 1. A text without a word has no direction: it points along the first axis, near to nothing. */
function normalised(vector: Float32Array): Float32Array {
  let square = 0;
  for (const value of vector) square += value * value;
  if (square === 0) {
    vector[0] = 1;
    return vector;
  }
  const factor = 1 / Math.sqrt(square);
  for (let index = 0; index < vector.length; index++) vector[index]! *= factor;
  return vector;
}

const STOP_WORDS: ReadonlySet<string> = new Set(
  'a an and are as at be by for from has have in into is it its of on or so that the their then there this to was we when which will with you your'.split(
    ' ',
  ),
);
