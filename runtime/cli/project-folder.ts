import { dirname, resolve } from 'node:path';
import { findRegistered } from '../core/handoff/find-registered';
import { projectUnknown } from '../core/handoff/project-unknown';
import type { CliDeps } from './cli-deps';
import { dirtyWarning } from './render/dirty-warning';

const ELSEWHERE =
  'note: the gateway is elsewhere and knows no folder of this machine: tasks run in empty folders; --repo names one of its projects\n';

type Deps = Pick<CliDeps, 'workingFolder' | 'repositoryAt' | 'isRemote' | 'terminal' | 'gateway'>;

/**
 * The folder as projects are known by: the top of its repository, links resolved. Where none is named, it is the one that
 * the plan lies in; a gateway elsewhere knows nothing of folders here, and takes
 * its own folders, names and ids. Warns of what the run will not see.
 *
 * @throws {RequestError} `PROJECT_UNKNOWN` for a word that is neither a folder here nor a registered project.
 */
export async function projectFolder(
  deps: Deps,
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
    (await deps.repositoryAt(dir)) ??
    (repo === undefined ? await deps.repositoryAt(dirname(dir)) : await named(deps, repo));
  for (const line of dirtyWarning(repository?.dirty ?? [])) deps.terminal.err(`${line}\n`);
  return repository?.dir ?? (repo === undefined ? undefined : dir);
}

/**
 * The registered project of that id or name; undefined for what is written as a path. The hand-off is sent with its folder, so
 * that it is the same one whatever the project was called.
 */
async function named(
  { gateway, repositoryAt, workingFolder }: Deps,
  word: string,
): ReturnType<CliDeps['repositoryAt']> {
  if (/[./~]/.test(word.charAt(0)) || word.includes('/')) return undefined;
  const projects = await (await gateway()).projects();
  const project = findRegistered(projects, word) ?? findRegistered(projects, resolve(workingFolder, word));
  if (project === undefined) throw projectUnknown(word, projects);
  return (await repositoryAt(project.dir)) ?? { dir: project.dir, dirty: [] };
}
