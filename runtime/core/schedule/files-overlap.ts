/**
 * True when two declared file sets may name the same file. Folders own all below them; a glob owns all below
 * its part before the first wildcard. When in doubt they overlap: two tasks then run one after the other.
 * Empty sets own nothing.
 *
 * Source: R-5, file ownership. Cost: the product of the two lengths; the intake bounds both.
 */
export function filesOverlap(a: readonly string[], b: readonly string[]): boolean {
  return a.some((one) => b.some((other) => mayMeet(one, other)));
}

function mayMeet(one: string, other: string): boolean {
  const a = reachOf(one);
  const b = reachOf(other);
  if (a.isOpen && b.isOpen) return a.path.startsWith(b.path) || b.path.startsWith(a.path);
  if (a.isOpen) return isWithin(a.path, b.path) || b.path.startsWith(a.path);
  if (b.isOpen) return isWithin(b.path, a.path) || a.path.startsWith(b.path);
  return a.path === b.path || isWithin(a.path, b.path) || isWithin(b.path, a.path);
}

/** What a declared path reaches: itself and below, or (`isOpen`) everything that begins so. */
function reachOf(declared: string): { readonly path: string; readonly isOpen: boolean } {
  let end = declared.length;
  while (declared.charAt(end - 1) === '/') end--;
  const path = declared.slice(declared.startsWith('./') ? 2 : 0, end);
  const wildcard = path.search(/[*?[{]/);
  return wildcard < 0 ? { path, isOpen: false } : { path: path.slice(0, wildcard), isOpen: true };
}

function isWithin(path: string, folder: string): boolean {
  return folder === '' || path.startsWith(`${folder}/`);
}
