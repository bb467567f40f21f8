import { join } from 'node:path';
import { RequestError } from '../../core/errors';
import { between, type CrashPoints } from '../../ports/crash-points';
import type { Repositories } from '../../ports/repositories';
import { branchName } from './branch-name';
import { holdsCommit } from './holds-commit';
import { runGit } from './run-git';
import { openProjectRepository, type UserRepository } from './user-repository';

export type Delivery = Parameters<Repositories['deliver']>[1];

/**
 * Brings the result into the user's repository as one branch; their checkout and other branches stay as they are.
 * A retry that adds to the result moves the branch on. One of that name with another content, or that somebody has checked
 * out, is left alone, and the next free name `…-2`, `…-3` is taken.
 */
export async function deliverBranch(
  bare: string,
  dir: string,
  delivery: Delivery,
  crash: CrashPoints,
): Promise<string> {
  const repository = await openProjectRepository(dir);
  await refuseAnother(repository, bare);
  await repository.git({
    args: [
      ...[
        'fetch',
        '--quiet',
        '--no-tags',
        '--no-write-fetch-head',
        '--no-auto-maintenance',
        '--no-recurse-submodules',
        '--update-shallow',
      ],
      ...[bare, delivery.tip],
    ],
    env: { GIT_ALLOW_PROTOCOL: 'file' },
  });
  const wanted = await withoutClash(repository, branchName(delivery.execution, delivery.title));
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted}-${number}`;
    if (await between(crash, 'ref.result', () => claim(repository, name, delivery.tip))) return name;
  }
}

/** Commits from which work began that are looked for in a repository. */
const BASES = 200;

/**
 * Refuses a repository from which nothing was ever fetched: another one stands where the project's did.
 *
 * @throws {RequestError} `PROJECT_REPLACED`.
 */
async function refuseAnother(repository: UserRepository, bare: string): Promise<void> {
  const { stdout } = await runGit({
    args: [
      ...[`--git-dir=${bare}`, 'for-each-ref', '--sort=-creatordate', `--count=${BASES}`],
      ...['--format=%(objectname)', 'refs/nightshift/bases'],
    ],
  });
  const bases = stdout.split('\n').filter((line) => line !== '');
  if (bases.length === 0) return;
  const known = await repository.git({
    args: ['rev-list', '--no-walk', '--ignore-missing', '--max-count=1', ...bases],
  });
  if (known.stdout.trim() !== '') return;
  throw new RequestError('PROJECT_REPLACED', `${repository.dir} is another repository than the project's`, {
    hint: 'Put the repository back there from which the work began, or a clone of it.',
  });
}

/** A branch called `nightshift` leaves no room for `nightshift/…`. */
async function withoutClash(repository: UserRepository, name: string): Promise<string> {
  return (await tipOf(repository, 'nightshift')) === undefined ? name : name.replace('/', '-');
}

/** True when the branch holds `tip`, made or moved on now or before. Git itself refuses to make one that is there. */
async function claim(repository: UserRepository, name: string, tip: string): Promise<boolean> {
  const there = await tipOf(repository, name);
  if (there !== undefined) return (await holdsCommit(repository, there, tip)) || moveOn(repository, name, there, tip);
  const nothing = '0'.repeat(tip.length);
  const made = await repository.git({
    args: ['update-ref', '--no-deref', '-m', 'nightshift: result', join('refs/heads', name), tip, nothing],
    answers: [0, 128],
  });
  if (made.code === 0 || (await tipOf(repository, name)) === tip) return true;
  if ((await tipOf(repository, name)) !== undefined) return false;
  await repository.git({ args: ['update-ref', '--no-deref', join('refs/heads', name), tip, nothing] });
  return true;
}

/** Moves a branch forward to `tip` where that loses nothing and changes nobody's checkout. */
async function moveOn(repository: UserRepository, name: string, there: string, tip: string): Promise<boolean> {
  const ref = join('refs/heads', name);
  const { stdout: checkout } = await repository.git({ args: ['for-each-ref', '--format=%(worktreepath)', ref] });
  if (checkout.trim() !== '' || !(await holdsCommit(repository, tip, there))) return false;
  const moved = await repository.git({
    args: ['update-ref', '--no-deref', '-m', 'nightshift: result of a retry', ref, tip, there],
    answers: [0, 128],
  });
  return moved.code === 0;
}

async function tipOf(repository: UserRepository, name: string): Promise<string | undefined> {
  const { code, stdout } = await repository.git({
    args: ['rev-parse', '--verify', '--quiet', `refs/heads/${name}`],
    answers: [0, 1, 128],
  });
  return code === 0 ? stdout.trim() : undefined;
}
