import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { RequestError } from '../../core/errors';
import { checkPath } from '../../core/plan/check-path';
import { openUserRepository, type UserRepository } from './user-repository';

/** Folders of installed dependencies, which are seldom committed and often needed. */
const KNOWN = ['node_modules', '.venv', 'venv', 'vendor'];

/**
 * The paths of a working copy that tasks may see read-only: there, inside, and not committed. `known` are folders of
 * installed dependencies that are there and that git ignores.
 *
 * @throws {RequestError} `PROJECT_SHARE`.
 */
export async function checkShares(
  dir: string,
  paths: readonly string[],
): Promise<{ readonly shares: readonly string[]; readonly known: readonly string[] }> {
  const repository = await openUserRepository(dir);
  const shares: string[] = [];
  for (const path of paths) shares.push(await checkShare(repository, path));
  const known: string[] = [];
  for (const path of KNOWN)
    if ((await isThere(repository, path)) && (await isIgnored(repository, path))) known.push(path);
  return { shares: [...new Set(shares)], known };
}

async function checkShare(repository: UserRepository, path: string): Promise<string> {
  const checked = checkPath(path);
  if (checked.type !== 'path') throw refused(path, checked.reason);
  if (!(await isThere(repository, checked.path))) throw refused(path, 'it is not there');
  const { stdout } = await repository.git({ args: ['ls-files', '-z', '--', `:(literal)${checked.path}`] });
  if (stdout !== '') throw refused(path, 'git has it, so tasks have it anyway');
  return checked.path;
}

const isThere = async (repository: UserRepository, path: string): Promise<boolean> =>
  (await stat(join(repository.dir, path)).catch(() => undefined)) !== undefined;

async function isIgnored(repository: UserRepository, path: string): Promise<boolean> {
  const { code } = await repository.git({ args: ['check-ignore', '--quiet', '--', path], answers: [0, 1] });
  return code === 0;
}

const refused = (path: string, why: string): RequestError =>
  new RequestError('PROJECT_SHARE', `${path} cannot be shared with tasks: ${why}`, {
    hint: 'Share a path inside the folder that git ignores, such as node_modules',
  });
