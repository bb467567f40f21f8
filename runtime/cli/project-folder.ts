import { dirname, resolve } from 'node:path';
import type { CliDeps } from './cli-deps';
import { dirtyWarning } from './render/dirty-warning';

const ELSEWHERE =
  'note: the gateway is elsewhere and knows no folder of this machine: tasks run in empty folders; --repo names one of its projects\n';

/**
 * The folder as projects are known by: the top of its repository, links resolved. Where none is named, it is the one that
 * the plan lies in; a gateway elsewhere knows nothing of folders here, and takes
 * its own folders, names and ids. Warns of what the run will not see.
 */
export async function projectFolder(
  deps: Pick<CliDeps, 'workingFolder' | 'repositoryAt' | 'isRemote' | 'terminal'>,
  plan: string,
  repo: string | false | undefined,
): Promise<string | undefined> {
  if (repo === false) return undefined;
  if (deps.isRemote()) {
    if (repo === undefined) deps.terminal.err(ELSEWHERE);
    return repo;
  }
  const dir = resolve(deps.workingFolder, repo ?? (plan === '-' ? '.' : plan));
  const repository =
    (await deps.repositoryAt(dir)) ?? (repo === undefined ? await deps.repositoryAt(dirname(dir)) : undefined);
  for (const line of dirtyWarning(repository?.dirty ?? [])) deps.terminal.err(`${line}\n`);
  return repository?.dir ?? (repo === undefined ? undefined : dir);
}
