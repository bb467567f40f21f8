import { join } from 'node:path';
import type { Repositories } from '../../ports/repositories';
import { branchName } from './branch-name';
import { openUserRepository, type UserRepository } from './user-repository';

export type Delivery = Parameters<Repositories['deliver']>[1];

/**
 * Brings the result into the user's repository as one new branch; their checkout and branches stay as they are.
 * A branch of that name with another content is left alone, and the next free name `…-2`, `…-3` is taken.
 */
export async function deliverBranch(bare: string, dir: string, delivery: Delivery): Promise<string> {
  const repository = await openUserRepository(dir);
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
  const wanted = await withoutClash(repository, branchName(delivery.execution, delivery.epoch, delivery.title));
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted}-${number}`;
    if (await claim(repository, name, delivery.tip)) return name;
  }
}

/** A branch called `nightshift` leaves no room for `nightshift/…`. */
async function withoutClash(repository: UserRepository, name: string): Promise<string> {
  return (await tipOf(repository, 'nightshift')) === undefined ? name : name.replace('/', '-');
}

/** True when the branch stands at `tip`, made now or before. Git itself refuses to make one that is there. */
async function claim(repository: UserRepository, name: string, tip: string): Promise<boolean> {
  const there = await tipOf(repository, name);
  if (there !== undefined) return there === tip;
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

async function tipOf(repository: UserRepository, name: string): Promise<string | undefined> {
  const { code, stdout } = await repository.git({
    args: ['rev-parse', '--verify', '--quiet', `refs/heads/${name}`],
    answers: [0, 1, 128],
  });
  return code === 0 ? stdout.trim() : undefined;
}
