import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { AttemptKey, ProjectFolder, Workspace } from '../../ports/repositories';
import type { GitFolders } from './git-folders';
import { NEUTRAL_ATTRIBUTES } from './neutral-attributes';
import { removeFolder } from './remove-folder';
import { runGit } from './run-git';
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
  await runGit({
    args: [
      `--git-dir=${bare}`,
      `--work-tree=${workspace.dir}`,
      'read-tree',
      '--reset',
      '-u',
      '--no-recurse-submodules',
      base,
    ],
    cwd: workspace.dir,
    env: { GIT_INDEX_FILE: index },
    // Nothing of a workspace is kept, so nothing need reach the disk.
    config: { 'core.fsync': 'none' },
  });
  await makeClone(workspace.dir, { bare, base, index, branch: `nightshift/${safeName(key.task)}` });
  return { ...workspace, readOnly: [join(bare, 'objects')] };
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
  return { dir, home, cleanHome, readOnly: [] };
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

interface Clone {
  readonly bare: string;
  readonly base: string;
  readonly index: string;
  readonly branch: string;
}

async function makeClone(dir: string, clone: Clone): Promise<void> {
  const git = join(dir, '.git');
  const isSha256 = clone.base.length === 64;
  const config = [
    `[core]\n\trepositoryformatversion = ${isSha256 ? 1 : 0}\n\tfilemode = true\n\tbare = false\n\tlogallrefupdates = true`,
    ...(isSha256 ? ['[extensions]\n\tobjectformat = sha256'] : []),
    '[user]\n\tname = nightshift\n\temail = nightshift@localhost',
    '[gc]\n\tauto = 0',
    '[maintenance]\n\tauto = false\n',
  ].join('\n');
  const ref = join(git, 'refs', 'heads', clone.branch);
  await Promise.all([
    mkdir(join(git, 'objects', 'info'), { recursive: true }),
    mkdir(join(git, 'info'), { recursive: true }),
    mkdir(dirname(ref), { recursive: true }),
  ]);
  const shallow = await readFile(join(clone.bare, 'shallow')).catch(() => undefined);
  await Promise.all([
    writeFile(join(git, 'HEAD'), `ref: refs/heads/${clone.branch}\n`),
    writeFile(join(git, 'config'), config),
    writeFile(ref, `${clone.base}\n`),
    writeFile(join(git, 'objects', 'info', 'alternates'), `${join(clone.bare, 'objects')}\n`),
    writeFile(join(git, 'info', 'attributes'), NEUTRAL_ATTRIBUTES),
    copyFile(clone.index, join(git, 'index')),
    ...(shallow === undefined ? [] : [writeFile(join(git, 'shallow'), shallow)]),
  ]);
}
