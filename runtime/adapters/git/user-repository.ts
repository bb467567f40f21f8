import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { RequestError } from '../../core/errors';
import { shellWord } from '../../core/shell-word';
import { type GitAnswer, type GitCall, runGit } from './run-git';

/** A repository of the user, with every program that its configuration names switched off. */
export interface UserRepository {
  /** Top of the working tree, links resolved. */
  readonly dir: string;
  git(call: GitCall): Promise<GitAnswer>;
}

/**
 * Finds the repository that `dir` lies in.
 *
 * @throws {RequestError} `PROJECT_NOT_A_FOLDER`, `PROJECT_NOT_GIT`, `PROJECT_BARE`.
 */
export async function openUserRepository(dir: string): Promise<UserRepository> {
  const facts = await stat(dir).catch(() => undefined);
  if (facts === undefined || !facts.isDirectory()) {
    throw new RequestError('PROJECT_NOT_A_FOLDER', `${dir} is not a folder`, {
      hint: 'Give the folder of your repository.',
    });
  }
  const top = await findTop(await realpath(dir));
  const place = [`--git-dir=${join(top, '.git')}`, `--work-tree=${top}`];
  const listed = await runGit({
    args: [...place, 'config', '--null', '--name-only', '--list'],
    cwd: top,
    answers: [0, 1, 128],
  });
  if (listed.code === 128) throw notGit(dir, listed.stderr);
  const config = withoutPrograms(listed.stdout.split('\0'));
  return {
    dir: top,
    git: (call) => runGit({ ...call, cwd: top, args: [...place, ...call.args], config: { ...config, ...call.config } }),
  };
}

/**
 * The repository of a registered project, which is its whole folder. Where that is not one any more, because its disk is away, none around
 * it is meant.
 *
 * @throws {RequestError} as `openUserRepository`.
 */
export async function openProjectRepository(dir: string): Promise<UserRepository> {
  const repository = await openUserRepository(dir);
  if (repository.dir === (await realpath(dir))) return repository;
  throw new RequestError(
    'PROJECT_NOT_GIT',
    `${dir} is no repository of its own any more: it lies in that of ${repository.dir}`,
    { hint: 'Put the repository back there, for example by mounting its disk.' },
  );
}

async function findTop(dir: string): Promise<string> {
  for (let folder = dir; ; folder = dirname(folder)) {
    if (await exists(join(folder, '.git'))) return folder;
    if (await isBare(folder)) {
      throw new RequestError('PROJECT_BARE', `${folder} is a bare repository, without files`, {
        hint: `Clone it and give the clone: git clone ${shellWord(folder)} <folder>`,
      });
    }
    if (folder === dirname(folder)) throw notGit(dir);
  }
}

/** Also what a linked `.git` folder looks like from within, which nobody means as a project. */
async function isBare(folder: string): Promise<boolean> {
  const [head, objects, refs] = await Promise.all([
    readFile(join(folder, 'HEAD'), 'utf8').catch(() => ''),
    exists(join(folder, 'objects')),
    exists(join(folder, 'refs')),
  ]);
  return objects && refs && /^(ref: |[0-9a-f]{40})/.test(head);
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

function notGit(dir: string, said = ''): RequestError {
  const word = shellWord(dir);
  return new RequestError(
    'PROJECT_NOT_GIT',
    `${dir} is not in a git repository${said === '' ? '' : `: ${said.trim()}`}`,
    {
      hint: `Make it one: git -C ${word} init && git -C ${word} add -A && git -C ${word} commit -m "Start"`,
    },
  );
}

/**
 * Settings that switch off every filter and merge driver of `keys`. An empty filter is none. A merge driver cannot be
 * taken away, so it fails instead, and its files are conflicts.
 */
function withoutPrograms(keys: readonly string[]): Readonly<Record<string, string>> {
  const off: Record<string, string> = {};
  for (const key of keys) {
    const filter = /^(filter\..+)\.(?:clean|smudge|process|required)$/s.exec(key)?.[1];
    if (filter !== undefined) {
      for (const program of ['clean', 'smudge', 'process']) off[`${filter}.${program}`] = '';
      off[`${filter}.required`] = 'false';
    }
    if (/^merge\..+\.driver$/s.test(key)) off[key] = 'false';
  }
  return off;
}
