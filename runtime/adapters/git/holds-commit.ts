import type { UserRepository } from './user-repository';

/** True when `commit` is `part` or came after it; false where the repository has not both. */
export async function holdsCommit(repository: UserRepository, commit: string, part: string): Promise<boolean> {
  const { code } = await repository.git({ args: ['merge-base', '--is-ancestor', part, commit], answers: [0, 1, 128] });
  return code === 0;
}
