import { runGit } from './run-git';

export interface CheckOut {
  readonly bare: string;
  /** An empty folder. */
  readonly dir: string;
  /** Where the index of the checkout is to be. */
  readonly index: string;
  /** A commit or a tree. */
  readonly treeish: string;
}

/** Writes all files of a tree into a folder. Nothing of a workspace is kept, so nothing need reach the disk. */
export async function checkOut({ bare, dir, index, treeish }: CheckOut): Promise<void> {
  await runGit({
    args: [`--git-dir=${bare}`, `--work-tree=${dir}`, 'read-tree', '--reset', '-u', '--no-recurse-submodules', treeish],
    cwd: dir,
    env: { GIT_INDEX_FILE: index },
    config: { 'core.fsync': 'none' },
  });
}
