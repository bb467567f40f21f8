import { isNightshiftError } from '../../core/errors';
import type { Repositories } from '../../ports/repositories';

/** What a project need not be on this machine: the gateway knows it, or says that it does not. */
const NOT_HERE: ReadonlySet<string> = new Set(['PROJECT_NOT_A_FOLDER', 'PROJECT_NOT_GIT', 'PROJECT_BARE']);

/** The repository that a folder lies in; undefined where there is none. @throws {RequestError} what would stop its runs: no commit, conflicts. */
export async function repositoryAt(
  repositories: Pick<Repositories, 'inspect'>,
  dir: string,
): Promise<{ readonly dir: string; readonly dirty: readonly string[] } | undefined> {
  try {
    return await repositories.inspect(dir);
  } catch (error) {
    if (isNightshiftError(error) && NOT_HERE.has(error.code)) return undefined;
    throw error;
  }
}
