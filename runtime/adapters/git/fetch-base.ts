import { mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { RequestError } from '../../core/errors';
import { between, type CrashPoints } from '../../ports/crash-points';
import type { ProjectFolder } from '../../ports/repositories';
import type { GitFolders } from './git-folders';
import { headOf } from './inspect-repository';
import { listDirty } from './list-dirty';
import { NEUTRAL_ATTRIBUTES } from './neutral-attributes';
import { gitLine, runGit } from './run-git';
import { openProjectRepository, type UserRepository } from './user-repository';

/** Fetches a commit of the user's folder into the project's own repository. What is there already is not fetched again. */
export async function fetchBase(
  folders: GitFolders,
  project: ProjectFolder,
  { commit, crash }: { readonly commit?: string | undefined; readonly crash: CrashPoints },
): Promise<{ readonly base: string; readonly leftOut: readonly string[] }> {
  // A fork begins where another execution stood: the user's repository has no such commit.
  const own = commit === undefined ? undefined : await ownCommit(folders.bare(project.id), commit);
  const repository = await openProjectRepository(project.dir);
  const [base, dirty] = await Promise.all([
    own ?? (commit === undefined ? headOf(repository) : commitOf(repository, commit)),
    listDirty(repository),
  ]);
  const bare = folders.bare(project.id);
  await makeBare(bare, base, crash);
  // A ref stands only when everything below it is there; it also keeps the objects.
  const ref = `refs/nightshift/bases/${base}`;
  if (own === undefined && !(await hasRef(bare, ref)))
    await between(crash, 'ref.base', () => fetchCommit(bare, repository.dir, base, ref));
  return { base, leftOut: dirty.paths };
}

/** A whole commit id that an integration branch of ours holds. */
async function ownCommit(bare: string, commit: string): Promise<string | undefined> {
  if (!/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(commit) || !(await stat(bare).catch(() => undefined))) return undefined;
  const { code, stdout } = await runGit({
    args: [`--git-dir=${bare}`, 'for-each-ref', '--count=1', `--contains=${commit}`, 'refs/nightshift/*/integration*'],
    answers: [0, 128, 129],
  });
  return code === 0 && stdout.trim() !== '' ? commit : undefined;
}

async function commitOf(repository: UserRepository, commit: string): Promise<string> {
  const { code, stdout } = await repository.git({
    args: ['rev-parse', '--verify', '--quiet', '--end-of-options', `${commit}^{commit}`],
    answers: [0, 1, 128],
  });
  if (code === 0) return stdout.trim();
  throw new RequestError('PROJECT_UNKNOWN_COMMIT', `There is no commit ${commit.slice(0, 120)} in ${repository.dir}`, {
    hint: 'Give a commit or branch of that repository, or leave it out to start from HEAD.',
  });
}

async function hasRef(bare: string, ref: string): Promise<boolean> {
  const { code } = await runGit({
    args: [`--git-dir=${bare}`, 'rev-parse', '--verify', '--quiet', ref],
    answers: [0, 1, 128],
  });
  return code === 0;
}

/** Made beside its place and moved there whole: one that is there is complete, and two at once do no harm. */
async function makeBare(bare: string, base: string, crash: CrashPoints): Promise<void> {
  if (await stat(bare).catch(() => undefined)) return;
  await mkdir(dirname(bare), { recursive: true, mode: 0o700 });
  const making = await mkdtemp(`${bare}.`);
  const format = base.length === 64 ? 'sha256' : 'sha1';
  await runGit({
    args: ['init', '--quiet', '--bare', '--template=', '--initial-branch=main', `--object-format=${format}`, making],
  });
  await mkdir(join(making, 'info'), { recursive: true });
  await writeFile(join(making, 'info', 'attributes'), NEUTRAL_ATTRIBUTES);
  try {
    await between(crash, 'rename.repository', () => rename(making, bare));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
    await rm(making, { recursive: true });
  }
}

/** The side that reads the user's folder may belong to another user: it is named safe, by itself, in a file of its own. */
async function fetchCommit(bare: string, dir: string, base: string, ref: string): Promise<void> {
  const safe = await mkdtemp(join(dirname(bare), 'fetch-'));
  const settings = join(safe, 'gitconfig');
  const quoted = [dir, join(dir, '.git')].map((path) => `\tdirectory = "${path.replace(/["\\]/g, '\\$&')}"\n`);
  await writeFile(settings, `[safe]\n${quoted.join('')}`);
  try {
    await runGit({
      args: [
        `--git-dir=${bare}`,
        ...[
          'fetch',
          '--quiet',
          '--no-tags',
          '--no-write-fetch-head',
          '--no-auto-maintenance',
          '--no-recurse-submodules',
          '--update-shallow',
        ],
        ...[dir, `+${base}:${ref}`],
      ],
      env: { GIT_ALLOW_PROTOCOL: 'file', GIT_CONFIG_GLOBAL: settings },
    });
  } catch (error) {
    // Another call may have won the race for the same ref; then all is there.
    if ((await hasRef(bare, ref)) && (await gitLine({ args: [`--git-dir=${bare}`, 'rev-parse', ref] })) === base)
      return;
    throw error;
  } finally {
    await rm(safe, { recursive: true });
  }
}
