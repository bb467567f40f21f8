import { between, type CrashPoints } from '../../ports/crash-points';
import { runGit } from './run-git';

/** Races with others that set it, after which git's own words are the error. */
const TRIES = 5;

/**
 * Moves the ref of an integration branch to `tip`, unless it stands there or further on: whoever comes late, with a tip that
 * later merges were made on, does not take it back. Against what was read, so that nothing is lost between two who set it.
 *
 * Source: I8.
 */
export async function advanceTip(bare: string, ref: string, tip: string, crash: CrashPoints): Promise<void> {
  const git = (args: readonly string[], answers: readonly number[]) =>
    runGit({ args: [`--git-dir=${bare}`, ...args], answers });
  for (let tries = 1; ; tries++) {
    const { code, stdout } = await git(['rev-parse', '--verify', '--quiet', ref], [0, 1]);
    const there = code === 0 ? stdout.trim() : undefined;
    if (there === tip) return;
    if (there !== undefined && (await git(['merge-base', '--is-ancestor', tip, there], [0, 1])).code === 0) return;
    const update = ['update-ref', '--no-deref', ref, tip, there ?? '0'.repeat(tip.length)];
    const set = await between(crash, 'ref.integration', () => git(update, tries < TRIES ? [0, 128] : [0]));
    if (set.code === 0) return;
  }
}
