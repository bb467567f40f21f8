import { mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { between, type CrashPoints } from '../../ports/crash-points';
import type { AttemptKey, ProjectFolder, Workspace } from '../../ports/repositories';
import { checkOut } from './check-out';
import type { GitFolders } from './git-folders';
import { makeClone } from './make-clone';
import { removeFolder } from './remove-folder';
import { gitLine } from './run-git';
import { safeName } from './safe-name';

/**
 * Puts an imported tree in the place of the workspace that it came from: a fresh checkout of exactly what would be merged,
 * committed on the attempt's branch onto its base, in a clone whose `.git` no agent has touched. What the agent left
 * besides, such as ignored files, is gone.
 */
export async function openResult(
  folders: GitFolders,
  project: ProjectFolder,
  key: AttemptKey,
  workspace: Workspace,
  { base, tree, crash }: { readonly base: string; readonly tree: string; readonly crash: CrashPoints },
): Promise<void> {
  const bare = folders.bare(project.id);
  const attempt = dirname(workspace.dir);
  const left = join(attempt, 'left');
  await between(crash, 'rename.workspace', () => rename(workspace.dir, left));
  await mkdir(workspace.dir, { mode: 0o700 });
  const index = join(attempt, `index-${tree}`);
  const [commit] = await Promise.all([
    gitLine({
      args: [`--git-dir=${bare}`, 'commit-tree', tree, '-p', base, '-F', '-'],
      stdin: `nightshift ${key.task}, attempt ${key.token}\n`,
      env: WHO,
      config: { 'core.fsync': 'none' },
    }),
    checkOut({ bare, dir: workspace.dir, index, treeish: tree }),
    removeFolder(left),
  ]);
  await makeClone(workspace.dir, { bare, base: commit, index, branch: `nightshift/${safeName(key.task)}` });
}

const WHO = {
  GIT_AUTHOR_NAME: 'nightshift',
  GIT_AUTHOR_EMAIL: 'nightshift@localhost',
  GIT_COMMITTER_NAME: 'nightshift',
  GIT_COMMITTER_EMAIL: 'nightshift@localhost',
};
