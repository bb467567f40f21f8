export type ConfinedPath =
  /** `relative` has no `.` or `..`, no leading or trailing slash; empty for the workspace itself. */
  { readonly type: 'inside'; readonly relative: string } | { readonly type: 'refused'; readonly reason: string };

/**
 * Where a path that an agent names lies inside its workspace, by the text alone: links are the caller's to resolve.
 * Absolute paths count when they begin with the workspace.
 *
 * @param workspace - Absolute path without a trailing slash.
 */
export function confinePath(workspace: string, path: string): ConfinedPath {
  if (path.includes('\0')) return { type: 'refused', reason: 'a path may not hold a NUL character' };
  const isAbsolute = path.startsWith('/');
  if (isAbsolute && path !== workspace && !path.startsWith(`${workspace}/`)) return outside(path);
  const segments: string[] = [];
  for (const segment of (isAbsolute ? path.slice(workspace.length) : path).split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.pop() === undefined) return outside(path);
  }
  return { type: 'inside', relative: segments.join('/') };
}

function outside(path: string): ConfinedPath {
  return { type: 'refused', reason: `${path} lies outside the workspace` };
}
