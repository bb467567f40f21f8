import { type ErrorKind, NightshiftError } from '../core/errors';

/**
 * What a launcher in the background wrote at its end, as if it had been said here: with its code, and so for whoever must act.
 * `UNAVAILABLE_LAUNCHER` with its last lines where it wrote no error.
 *
 * @param lines - Of its log, as `errorText` writes them.
 * @param log - Path of the log, for the hint.
 */
export function launcherError(lines: readonly string[], log: string): NightshiftError {
  const at = lines.findLastIndex((line) => line.startsWith('error: '));
  const field = (name: string): string | undefined =>
    lines
      .slice(at + 1)
      .find((line) => line.startsWith(`  ${name}: `))
      ?.slice(name.length + 4);
  const message =
    at === -1 ? `The launcher ended: ${lines.slice(-6).join(' | ')}` : (lines[at] ?? '').slice('error: '.length);
  const code = (at === -1 ? undefined : field('code')) ?? 'UNAVAILABLE_LAUNCHER';
  const next = (at === -1 ? undefined : field('next')) ?? 'Start again';
  return new NightshiftError(kindOf(code), code, message, { hint: `${next} (log: ${log})` });
}

/** A launcher is told nothing but settings: what is neither away nor a mistake of ours is one of them. */
function kindOf(code: string): ErrorKind {
  if (code.startsWith('UNAVAILABLE_')) return 'transient';
  return code.startsWith('BUG_') ? 'bug' : 'operator';
}
