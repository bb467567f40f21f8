import type { EndedAttempt } from '../execution/execution';
import type { ExecutionTask } from '../plan/plan';
import { declaresFile } from '../schedule/declares-file';

/** Stands for every file of the repository. */
export const ALL_FILES = '**';
/** Files that are named; of more, the rest is everything. */
const MOST_NAMED = 200;
/** How an import names the changes that it does not name. */
const UNNAMED = /^… and [\d,]+ more$/;

/**
 * Files that an attempt changed and its task does not declare, in order; of very many the first, and `**`. Empty for a task that
 * declares none: what it writes is not known beforehand.
 *
 * Source: R-5, file ownership.
 */
export function undeclaredWrites(
  { files }: Pick<ExecutionTask, 'files'>,
  { tree, changedFiles }: Pick<EndedAttempt, 'tree' | 'changedFiles'>,
): readonly string[] {
  if (tree === undefined || files.length === 0) return [];
  return nameable(changedFiles.filter((path) => !files.some((file) => declaresFile(file, path))));
}

/** Files that were changed, as they are named: of very many the first, and `**`. */
export function nameable(paths: readonly string[]): readonly string[] {
  const named = paths.filter((path) => !UNNAMED.test(path));
  return named.length === paths.length && named.length <= MOST_NAMED
    ? named
    : [...named.slice(0, MOST_NAMED), ALL_FILES];
}
