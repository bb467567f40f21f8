import { quote } from './quote';

/** Comparisons that one search may make; beyond that it only looks for another case of the same word. */
const MOST_COMPARISONS = 2_000;
const LONGEST = 64;

/**
 * The candidate that `word` most probably meant: another case of it, or at most a third of its letters away. None that is
 * shown as `word` is: to suggest it would say nothing.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  if (wanted.length > LONGEST) return undefined;
  let best: string | undefined;
  let bestDistance = Math.floor(wanted.length / 3) + 1;
  let comparisons = 0;
  for (const candidate of candidates) {
    const lower = candidate.toLowerCase();
    if (lower === wanted && !isShownAs(candidate, word)) return candidate;
    if (
      lower.length > LONGEST ||
      ++comparisons > MOST_COMPARISONS ||
      Math.abs(lower.length - wanted.length) >= bestDistance
    )
      continue;
    const distance = editDistance(wanted, lower);
    if (distance >= bestDistance || isShownAs(candidate, word)) continue;
    best = candidate;
    bestDistance = distance;
  }
  return best;
}

/** Messages cut long texts and show unseen characters as codes. */
const isShownAs = (candidate: string, word: string): boolean => candidate === word || quote(candidate) === quote(word);

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1) ? 0 : 1;
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + same));
    }
    row = next;
  }
  return row[b.length]!;
}
