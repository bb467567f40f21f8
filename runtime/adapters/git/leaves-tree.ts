/** As many as Linux follows before it says ELOOP. */
const MOST_LINKS = 40;

/**
 * True when following the link at `path` leads out of the tree or into a folder named `.git`, on whatever machine the
 * tree is checked out: absolute targets, and `..` above the root at any step, also through other links of the tree.
 * A chain that never ends is a way out too.
 *
 * @param links - Targets of all links of the tree, by path.
 */
export function leavesTree(links: ReadonlyMap<string, string>, path: string): boolean {
  const at = path.split('/').slice(0, -1);
  const open = (links.get(path) ?? '').split('/');
  if (open[0] === '') return true;
  for (let followed = 1; open.length > 0; ) {
    const part = open.shift() as string;
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (at.pop() === undefined) return true;
      continue;
    }
    if (part.toLowerCase() === '.git') return true;
    at.push(part);
    const target = links.get(at.join('/'));
    if (target === undefined) continue;
    if (target.startsWith('/') || ++followed > MOST_LINKS) return true;
    at.pop();
    open.unshift(...target.split('/'));
  }
  return false;
}
