/**
 * Whether a client has this version already, as `If-None-Match` says: `*`, or a list of tags that are compared weakly, so that
 * `W/` before one makes no difference. `tag` is what stands between the quotes.
 *
 * Source: RFC 9110 §8.8.3.2 and §13.1.2.
 */
export function isKnownTag(tag: string, ifNoneMatch: string | undefined): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  return [...ifNoneMatch.matchAll(/"([^"]*)"/g)].some(([, known]) => known === tag);
}
