import { plainText } from '../../text/plain-text';
import { comparePhases, firstOf, phaseKey } from './phase-ids';

/** What a line says of a finished milestone: the phases that it names, first and last. */
export interface ShippedPhases {
  readonly from: string;
  readonly to: string;
}

/** `- ✅ **v1.0 Name** — Phases 1-6 (shipped 2026-01-05)`, `<summary>v1.0 (Phases 1-4) — SHIPPED</summary>`; else undefined. */
export function shippedPhases(content: string): ShippedPhases | undefined {
  if (!/shipped|complete|✅|✓/i.test(content.slice(0, 500))) return undefined;
  const text = plainText(content.slice(0, 500)).replace(/<\/?summary>/gi, '');
  const isMilestone = /^(?:✅|✓|completed?\b|milestone\b|v\d)/iu.test(text);
  const isShipped =
    (isMilestone ? /\bshipped\b|\bcompleted?\b|^(?:✅|✓)/iu : /\bshipped\b/iu).test(text) &&
    !/\b(?:not|in progress|planned|will be)\b|🚧/iu.test(text);
  const found =
    /\bPhases? (\d{1,6}(?:\.\d{1,6}){0,4})(?: {0,2}(?:[-–—]|to|through) {0,2}(\d{1,6}(?:\.\d{1,6}){0,4}))?/i.exec(text);
  if (!isShipped || found === null || found[2] === undefined) return undefined;
  return { from: found[1]!, to: found[2] };
}

/** Those of `sorted` that finished milestones name, also `4.1` of 1 to 4. Linear, however many milestones there are. */
export function shippedKeys(sorted: readonly string[], shipped: readonly ShippedPhases[]): readonly string[] {
  const begins = new Int32Array(sorted.length + 1);
  for (const { from, to } of shipped) {
    const first = phaseKey(from);
    const last = phaseKey(to);
    const parts = last.split('.').length;
    const start = firstOf(sorted, (key) => comparePhases(key, first) >= 0);
    const end = firstOf(sorted, (key) => comparePhases(numbersOf(key, parts), last) > 0);
    if (start >= end) continue;
    begins[start]!++;
    begins[end]!--;
  }
  let open = 0;
  return sorted.filter((_, no) => {
    open += begins[no]!;
    return open > 0;
  });
}

/** `4.1b` is `4` of one part, `4.1` of two. */
function numbersOf(key: string, parts: number): string {
  return key
    .replace(/[a-z#].{0,9}$/, '')
    .split('.')
    .slice(0, parts)
    .join('.');
}
