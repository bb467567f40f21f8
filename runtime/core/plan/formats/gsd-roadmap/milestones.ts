import { plainText } from '../../text/plain-text';

/** What a line says of a finished milestone: the phases that it names, first and last. */
export interface ShippedPhases {
  readonly from: string;
  readonly to: string;
}

/** `- ✅ **v1.0 Name** — Phases 1-6 (shipped 2026-01-05)`, `<summary>v1.0 (Phases 1-4) — SHIPPED</summary>`; else undefined. */
export function shippedPhases(content: string): ShippedPhases | undefined {
  if (!/shipped|complete|✅|✓/i.test(content.slice(0, 500))) return undefined;
  const text = plainText(content.slice(0, 500)).replace(/<\/?summary>/gi, '');
  const isShipped =
    /\bshipped\b|\bcompleted?\b|^(?:✅|✓)/iu.test(text) && !/\b(?:not|in progress|planned|will be)\b|🚧/iu.test(text);
  const found =
    /\bPhases? (\d{1,6}(?:\.\d{1,6}){0,4})(?: {0,2}(?:[-–—]|to|through) {0,2}(\d{1,6}(?:\.\d{1,6}){0,4}))?/i.exec(text);
  if (!isShipped || found === null || found[2] === undefined) return undefined;
  return { from: found[1]!, to: found[2] };
}
