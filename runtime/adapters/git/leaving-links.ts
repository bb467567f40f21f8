import { leavesTree } from './leaves-tree';
import { refusedStep } from './refused-workspace';
import { type GitCall, gitList, runGit } from './run-git';

/**
 * Symbolic links of the index that lead out of the tree, or into a `.git`, and did not do so in `base`. Sorted.
 *
 * @param git - Adds repository, workspace and index to a call.
 * @throws {RequestError} `WORKSPACE_REFUSED` when following them takes longer than `timeMs`: links can be made so.
 */
export async function leavingLinks(
  git: (call: GitCall) => GitCall,
  base: string,
  timeMs: number,
): Promise<readonly string[]> {
  const now = await readLinks(git, await gitList(git({ args: ['ls-files', '--stage', '-z'] })));
  const leaving: string[] = [];
  const endMs = performance.now() + timeMs;
  for (const path of now.keys()) {
    if (leavesTree(now, path)) leaving.push(path);
    if (performance.now() > endMs) throw refusedStep('following its links', timeMs);
    // Others have their turn.
    await new Promise(setImmediate);
  }
  if (leaving.length === 0) return [];
  const before = await readLinks(git, await gitList(git({ args: ['ls-tree', '-r', '-z', base] })));
  return leaving.filter((path) => now.get(path) !== before.get(path) || !leavesTree(before, path)).sort();
}

/** Targets by path. Entries are `<mode> … <id> …\t<path>` in both listings. */
async function readLinks(
  git: (call: GitCall) => GitCall,
  entries: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const links = entries.filter((entry) => entry.startsWith('120000 '));
  const ids = links.map((entry) => /[0-9a-f]{40,64}/.exec(entry)?.[0] ?? '');
  if (ids.length === 0) return new Map();
  const { output } = await runGit(git({ args: ['cat-file', '--batch=%(objectsize)'], stdin: `${ids.join('\n')}\n` }));
  const targets = new Map<string, string>();
  let position = 0;
  for (const entry of links) {
    const lineEnd = output.indexOf(0x0a, position);
    const size = Number(output.toString('utf8', position, lineEnd));
    targets.set(entry.slice(entry.indexOf('\t') + 1), output.toString('utf8', lineEnd + 1, lineEnd + 1 + size));
    position = lineEnd + 1 + size + 1;
  }
  return targets;
}
