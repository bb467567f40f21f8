import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { RequestError } from '../../core/errors';
import { shellWord } from '../../core/shell-word';
import { runOwnGit } from './run-own-git';

/** How the message of a merged task names its execution: what a result is known by, also when its branch is gone. */
const OF_A_RESULT = '^nightshift .*, execution ';

/**
 * Where a result was applied to what is checked out, checks out a new branch at the first commit, and says so. The other
 * branches stay as they are; undefined, and nothing done, where no result is in.
 *
 * @throws {RequestError} `EXAMPLE_CHANGED` when uncommitted changes are in the way, or it is no repository any more.
 */
export async function restartExample(dir: string): Promise<string | undefined> {
  if (!existsSync(join(dir, '.git'))) throw noRepository(dir);
  const merged = await runOwnGit(dir, ['log', '--max-count=1', '--format=%H', `--grep=${OF_A_RESULT}`]);
  if (merged === '') return undefined;
  const [before, roots, branches] = await Promise.all([
    runOwnGit(dir, ['rev-parse', '--abbrev-ref', 'HEAD']),
    runOwnGit(dir, ['rev-list', '--max-parents=0', 'HEAD']),
    runOwnGit(dir, ['for-each-ref', '--format=%(refname:short)', 'refs/heads/']),
  ]);
  const branch = nextBranch(branches.split('\n'));
  try {
    await runOwnGit(dir, ['switch', '--quiet', '--no-track', '--create', branch, roots.split('\n').at(-1) ?? '']);
  } catch (cause) {
    throw inTheWay(dir, before, cause);
  }
  return `A result was applied to the example: it starts from its first commit again, on the new branch ${branch}; ${before === 'HEAD' ? 'what was checked out' : before} keeps the result.`;
}

/** Git would take the repository around it, which may be anybody's. */
function noRepository(dir: string): RequestError {
  return new RequestError('EXAMPLE_CHANGED', `The example in ${dir} is no git repository any more`, {
    hint: 'Move the folder away: the next start makes it anew.',
  });
}

function nextBranch(branches: readonly string[]): string {
  let number = 2;
  while (branches.includes(`again-${number}`)) number += 1;
  return `again-${number}`;
}

function inTheWay(dir: string, branch: string, cause: unknown): Error {
  const { stderr = '' } = cause as { readonly stderr?: string };
  const files = stderr
    .split('\n')
    .filter((line) => line.startsWith('\t'))
    .map((line) => line.trim());
  if (files.length === 0) return cause as Error;
  return new RequestError(
    'EXAMPLE_CHANGED',
    `The example cannot start again: ${dir} has uncommitted changes in ${files.slice(0, 10).join(', ')}`,
    {
      hint: `Keep them on ${branch} (\`git -C ${shellWord(dir)} commit --all\`), or drop them (\`git -C ${shellWord(dir)} stash --include-untracked\`); then start again.`,
      cause,
    },
  );
}
