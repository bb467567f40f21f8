import { InvariantError, UnavailableError } from '../../core/errors';
import type { MergeRequest, MergeResult } from '../../ports/repositories';
import { type GitCall, gitLine, runGit } from './run-git';

/** Milliseconds that a step may take: what is merged was made by agents. */
const STEP_TIME_MS = 60_000;

/**
 * Merges the tree of an attempt onto `tip`, three-way against its base, in the project's own repository; no working tree
 * takes part and no ref moves. One commit a task, with the tip as its only parent, so the history stays a line.
 *
 * The three-way merge is between two commits made for it, both with `base` as parent: so the merge base is the base of
 * the attempt, whatever the history is, and git need not search it.
 */
export async function mergeTree(bare: string, merge: MergeRequest): Promise<MergeResult> {
  const git = (call: GitCall): GitCall => ({
    ...call,
    args: [`--git-dir=${bare}`, ...call.args],
    env: signature(merge.date),
    bounds: { timeMs: STEP_TIME_MS, refuse: tookTooLong },
  });
  const commit = (tree: string, parent: string, message: string): Promise<string> =>
    gitLine(git({ args: ['commit-tree', tree, '-p', parent, '-F', '-'], stdin: message }));
  const tipTree = await gitLine(git({ args: ['rev-parse', '--verify', `${merge.tip}^{tree}`] }));

  let tree = merge.tree;
  if (merge.tip !== merge.base && merge.tree !== tipTree) {
    const [ours, theirs] = await Promise.all([
      commit(tipTree, merge.base, 'tip'),
      commit(merge.tree, merge.base, 'attempt'),
    ]);
    const merged = await runGit(
      git({
        args: ['merge-tree', '--write-tree', '-z', '--name-only', '--no-messages', ours, theirs],
        answers: [0, 1],
      }),
    );
    const [result = '', ...conflicts] = merged.stdout.split('\0').filter((part) => part !== '');
    if (merged.code === 1) return { type: 'conflict', files: [...new Set(conflicts)].sort() };
    tree = result.trim();
  }
  if (tree === tipTree) return { type: 'merged', commit: merge.tip };
  const made = await commit(tree, merge.tip, messageText(merge.message));
  return { type: 'merged', commit: made };
}

function tookTooLong(step: string): UnavailableError {
  return new UnavailableError('git', `${step} took more than ${STEP_TIME_MS / 1000} s`, {
    hint: 'Look at what the task changed, and split it.',
  });
}

/** A commit's message ends with one line end and holds no NUL. */
const messageText = (message: string): string => `${message.replaceAll('\0', '').trimEnd()}\n`;

function signature(date: string): Readonly<Record<string, string>> {
  const seconds = Math.floor(Date.parse(date) / 1000);
  if (!Number.isFinite(seconds))
    throw new InvariantError('MERGE_DATE', `A merge needs an ISO 8601 date, not ${date.slice(0, 40)}`);
  const who = (role: string) => ({
    [`GIT_${role}_NAME`]: 'nightshift',
    [`GIT_${role}_EMAIL`]: 'nightshift@localhost',
    [`GIT_${role}_DATE`]: `@${seconds} +0000`,
  });
  return { ...who('AUTHOR'), ...who('COMMITTER') };
}
