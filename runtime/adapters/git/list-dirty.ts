import type { UserRepository } from './user-repository';

export interface DirtyPaths {
  /** Changed or new, sorted; a new folder stands once, with a slash. */
  readonly paths: readonly string[];
  /** In the middle of a merge that has conflicts. */
  readonly unmerged: readonly string[];
}

const UNMERGED = new Set(['DD', 'AU', 'UD', 'UA', 'DU', 'AA', 'UU']);

/** What of a working tree is not committed. Reads only: not even the index is refreshed. Submodules are not looked into. */
export async function listDirty(
  repository: UserRepository,
  untracked: 'normal' | 'all' = 'normal',
): Promise<DirtyPaths> {
  const { stdout } = await repository.git({
    args: [
      'status',
      '--porcelain=v1',
      '-z',
      '--no-renames',
      '--ignore-submodules=all',
      `--untracked-files=${untracked}`,
    ],
  });
  const entries = stdout.split('\0').filter((entry) => entry.length > 3);
  return {
    paths: entries.map((entry) => entry.slice(3)).sort(),
    unmerged: entries.filter((entry) => UNMERGED.has(entry.slice(0, 2))).map((entry) => entry.slice(3)),
  };
}
