import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { RequestError } from '../../core/errors';
import { shellWord } from '../../core/shell-word';
import type { RepositoryFacts } from '../../ports/repositories';
import { listDirty } from './list-dirty';
import { openUserRepository, type UserRepository } from './user-repository';

/**
 * What the folder `dir` is. Shallow clones, linked worktrees, submodules (left as they are) and Git LFS (its pointers
 * are what tasks see) are fine.
 *
 * @throws {RequestError} `PROJECT_NOT_A_FOLDER`, `PROJECT_NOT_GIT`, `PROJECT_BARE`, `PROJECT_NO_COMMITS`,
 * `PROJECT_CONFLICTED`, `PROJECT_IN_REBASE`, `PROJECT_IN_MERGE`.
 */
export async function inspectRepository(dir: string): Promise<RepositoryFacts> {
  const repository = await openUserRepository(dir);
  const [head, branch, dirty] = await Promise.all([
    headOf(repository),
    repository.git({ args: ['symbolic-ref', '--quiet', '--short', 'HEAD'], answers: [0, 1] }),
    listDirty(repository),
  ]);
  await refuseUnsettled(repository, dirty.unmerged);
  const name = branch.stdout.trim();
  return { dir: repository.dir, head, ...(name === '' ? {} : { branch: name }), dirty: dirty.paths };
}

/** @throws {RequestError} `PROJECT_NO_COMMITS`. */
export async function headOf(repository: UserRepository): Promise<string> {
  const { code, stdout } = await repository.git({
    args: ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'],
    answers: [0, 1, 128],
  });
  if (code === 0) return stdout.trim();
  const word = shellWord(repository.dir);
  throw new RequestError('PROJECT_NO_COMMITS', `${repository.dir} has no commit yet`, {
    hint: `Commit something: git -C ${word} add -A && git -C ${word} commit -m "Start"`,
  });
}

/**
 * Refuses what the user has begun and not ended: conflicts, a rebase, a merge, a cherry-pick.
 *
 * @throws {RequestError} `PROJECT_CONFLICTED`, `PROJECT_IN_REBASE`, `PROJECT_IN_MERGE`.
 */
export async function refuseUnsettled(repository: UserRepository, unmerged: readonly string[]): Promise<void> {
  if (unmerged.length === 0) return refuseHalfDone(repository);
  throw new RequestError('PROJECT_CONFLICTED', `${repository.dir} has conflicts: ${unmerged.slice(0, 10).join(', ')}`, {
    hint: 'Resolve and commit them, or `git merge --abort`.',
    details: { files: unmerged },
  });
}

async function refuseHalfDone(repository: UserRepository): Promise<void> {
  const marks = ['rebase-merge', 'rebase-apply', 'MERGE_HEAD', 'CHERRY_PICK_HEAD'];
  const { stdout } = await repository.git({ args: ['rev-parse', ...marks.flatMap((mark) => ['--git-path', mark])] });
  const found = await Promise.all(
    stdout
      .trimEnd()
      .split('\n')
      .map((path) =>
        access(resolve(repository.dir, path)).then(
          () => true,
          () => false,
        ),
      ),
  );
  if (found[0] || found[1]) {
    throw new RequestError('PROJECT_IN_REBASE', `${repository.dir} is in the middle of a rebase`, {
      hint: 'Finish it (`git rebase --continue`) or drop it (`git rebase --abort`).',
    });
  }
  if (found[2] || found[3]) {
    const what = found[2] ? 'merge' : 'cherry-pick';
    throw new RequestError('PROJECT_IN_MERGE', `${repository.dir} is in the middle of a ${what}`, {
      hint: `Finish it (\`git ${what} --continue\`) or drop it (\`git ${what} --abort\`).`,
    });
  }
}
