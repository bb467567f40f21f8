import { mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { AttemptKey, ProjectFolder, Workspace } from '../../ports/repositories';
import { checkOut } from './check-out';
import type { GitFolders } from './git-folders';
import { makeClone } from './make-clone';
import { removeFolder } from './remove-folder';
import { safeName } from './safe-name';

/**
 * A fresh clone at `base`, made by hand in the time of one checkout: a `.git` that borrows the project's objects, on the
 * branch `nightshift/<task>`. It keeps beside it, out of the sandbox's reach, the index of the checkout, so that the
 * import need not read what was not touched.
 */
export async function openWorkspace(
  folders: GitFolders,
  project: ProjectFolder,
  key: AttemptKey,
  base: string,
): Promise<Workspace> {
  const workspace = await openScratch(folders, key);
  const bare = folders.bare(project.id);
  const index = indexOf(workspace, base);
  await checkOut({ bare, dir: workspace.dir, index, treeish: base });
  await makeClone(workspace.dir, { bare, base, index, branch: `nightshift/${safeName(key.task)}` });
  const shared = project.shares.map((path) => ({ from: join(project.dir, path), at: join(workspace.dir, path) }));
  return { ...workspace, readOnly: [join(bare, 'objects')], shared };
}

/** An empty folder for one attempt, with the task's HOME; what other attempts of the task left, apart from HOME, is gone. */
export async function openScratch(folders: GitFolders, key: AttemptKey): Promise<Workspace> {
  const [task, home, attempt] = [folders.task(key), folders.home(key), folders.attempt(key)];
  await mkdir(home, { recursive: true, mode: 0o700 });
  const left = (await readdir(task)).map((name) => join(task, name)).filter((path) => path !== home);
  for (const folder of left) await removeFolder(folder);
  const dir = join(attempt, 'work');
  const cleanHome = join(attempt, 'clean-home');
  for (const folder of [dir, cleanHome]) await mkdir(folder, { recursive: true, mode: 0o700 });
  return { dir, home, cleanHome, readOnly: [], shared: [] };
}

/** Makes the clean home anew: what was there, a link in its place too, is gone. */
export async function emptyCleanHome(workspace: Workspace): Promise<void> {
  await removeFolder(workspace.cleanHome);
  await mkdir(workspace.cleanHome, { recursive: true, mode: 0o700 });
}

/** Where the index of a workspace's checkout at `base` lies. */
export function indexOf(workspace: Workspace, base: string): string {
  return join(dirname(workspace.dir), `index-${base}`);
}
