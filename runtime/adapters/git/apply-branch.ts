import { RequestError, UnavailableError } from '../../core/errors';
import { holdsCommit } from './holds-commit';
import { headOf, refuseUnsettled } from './inspect-repository';
import { listDirty } from './list-dirty';
import { openUserRepository, type UserRepository } from './user-repository';

export interface Applied {
  readonly commit: string;
  /** Paths that the merge changed, sorted. */
  readonly changedFiles: readonly string[];
  /** All of the branch was in already: nothing was done. */
  readonly wasApplied: boolean;
}

/**
 * Merges a delivered branch into what the user has checked out: forward where that is enough, else with a merge commit.
 * What is not committed stays as it is; where the merge would touch it, nothing happens. A merge, rebase or cherry-pick of
 * the user's own that is under way is never touched.
 *
 * @throws {RequestError} `APPLY_NO_BRANCH`, `APPLY_DIRTY`, `APPLY_CONFLICT`, `PROJECT_CONFLICTED`,
 *   `PROJECT_IN_REBASE`, `PROJECT_IN_MERGE`; the checkout is as before.
 */
export async function applyBranch(dir: string, branch: string): Promise<Applied> {
  const repository = await openUserRepository(dir);
  const before = await headOf(repository);
  const tip = await tipOf(repository, branch);
  if (await holdsCommit(repository, before, tip)) return { commit: before, changedFiles: [], wasApplied: true };
  const dirty = await listDirty(repository, 'all');
  await refuseUnsettled(repository, dirty.unmerged);
  await refuseDirty(repository, dirty.paths, before, tip);
  const merge = ['merge', '--quiet', '--no-edit', '--no-verify', '--no-gpg-sign', '--no-stat', '--no-autostash'];
  const forward = await repository.git({ args: [...merge, '--ff-only', tip], answers: [0, 1, 2, 128] });
  if (forward.code !== 0) {
    const message = ['-m', `Merge branch '${branch}'`];
    const merged = await repository.git({
      args: [...merge, '--no-ff', ...message, tip],
      env: await identity(repository),
      answers: [0, 1, 2, 128],
    });
    if (merged.code !== 0) throw await refusal(repository, branch, merged.stderr);
  }
  const commit = await headOf(repository);
  const { stdout } = await repository.git({
    args: ['diff', '--name-only', '-z', '--no-renames', '--no-ext-diff', '--no-textconv', before, commit],
  });
  return {
    commit,
    wasApplied: false,
    changedFiles: stdout
      .split('\0')
      .filter((path) => path !== '')
      .sort(),
  };
}

async function tipOf(repository: UserRepository, branch: string): Promise<string> {
  const { code, stdout } = await repository.git({
    args: ['rev-parse', '--verify', '--quiet', '--end-of-options', `refs/heads/${branch}^{commit}`],
    answers: [0, 1, 128],
  });
  if (code === 0) return stdout.trim();
  throw new RequestError('APPLY_NO_BRANCH', `There is no branch ${branch.slice(0, 120)} in ${repository.dir}`, {
    hint: 'Look at `git branch --list "nightshift*"`, or at `nightshift status` for the name.',
  });
}

async function refuseDirty(
  repository: UserRepository,
  dirty: readonly string[],
  head: string,
  tip: string,
): Promise<void> {
  const { stdout } = await repository.git({
    args: ['diff', '--name-only', '-z', '--no-renames', '--no-ext-diff', '--no-textconv', '--merge-base', head, tip],
    answers: [0, 128],
  });
  const changes = new Set(stdout.split('\0'));
  const both = dirty.filter((path) => changes.has(path));
  if (both.length > 0) throw dirtyError(repository, both);
}

async function unmergedFiles(repository: UserRepository): Promise<readonly string[]> {
  const { stdout } = await repository.git({ args: ['ls-files', '--unmerged', '-z'] });
  const entries = stdout.split('\0').filter((entry) => entry !== '');
  return [...new Set(entries.map((entry) => entry.slice(entry.indexOf('\t') + 1)))].sort();
}

/** Why our merge did not happen. Nothing was unsettled before, so the conflicts are of our merge, and it is ours to abort. */
async function refusal(repository: UserRepository, branch: string, stderr: string): Promise<Error> {
  const files = await unmergedFiles(repository);
  if (files.length > 0) {
    await repository.git({ args: ['merge', '--abort'] });
    return new RequestError(
      'APPLY_CONFLICT',
      `${branch} conflicts with what is checked out: ${files.slice(0, 10).join(', ')}`,
      {
        hint: `Nothing was changed. Merge it by hand: git merge ${branch}`,
        details: { files },
      },
    );
  }
  if (/would be overwritten|local changes|unstaged changes|uncommitted changes/i.test(stderr)) {
    const named = stderr.split('\n').filter((line) => line.startsWith('\t') || line.startsWith('  '));
    return dirtyError(
      repository,
      named.map((line) => line.trim()),
    );
  }
  return new UnavailableError('git', `git merge failed: ${stderr.trim().split('\n').at(-1) ?? ''}`, {
    hint: `Try it by hand: git merge ${branch}`,
  });
}

function dirtyError(repository: UserRepository, files: readonly string[]): RequestError {
  const named = files.slice(0, 10).join(', ');
  return new RequestError('APPLY_DIRTY', `Uncommitted changes in ${repository.dir} would be overwritten: ${named}`, {
    hint: 'Commit or stash them (`git stash --include-untracked`), then apply again.',
    details: { files },
  });
}

/** The user's own, where the repository names one; global settings take no part. */
async function identity(repository: UserRepository): Promise<Readonly<Record<string, string>>> {
  const read = async (key: string, otherwise: string): Promise<string> => {
    const { code, stdout } = await repository.git({ args: ['config', '--get', key], answers: [0, 1] });
    return code === 0 && stdout.trim() !== '' ? stdout.trim() : otherwise;
  };
  const [name, email] = await Promise.all([
    read('user.name', 'nightshift'),
    read('user.email', 'nightshift@localhost'),
  ]);
  return { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: email };
}
