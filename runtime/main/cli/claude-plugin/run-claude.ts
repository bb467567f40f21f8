import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ConfigError, messageOf } from '../../../core/errors';

/** Runs a command of the Claude Code CLI, and gives what it printed. */
export type RunClaude = (...args: readonly string[]) => Promise<string>;

const PATIENCE_MS = 60_000;

/**
 * The Claude Code CLI of this machine, once it has answered.
 *
 * @throws {ConfigError} `CLAUDE_CODE_MISSING`; what it gives throws `CLAUDE_CODE_REFUSED` with the CLI's own words.
 */
export async function findClaude(command: string, env: NodeJS.ProcessEnv): Promise<RunClaude> {
  const run: RunClaude = async (...args) => {
    try {
      return (await promisify(execFile)(command, args, { env, timeout: PATIENCE_MS })).stdout;
    } catch (cause) {
      if (isMissing(cause)) throw missing(command, cause);
      throw refused(args, cause);
    }
  };
  await run('--version');
  return run;
}

const isMissing = (cause: unknown): boolean =>
  ['ENOENT', 'EACCES'].includes(String((cause as { readonly code?: unknown }).code));

function missing(command: string, cause: unknown): ConfigError {
  return new ConfigError('CLAUDE_CODE_MISSING', `There is no Claude Code here: ${command} cannot be started`, {
    hint: 'Install it with `npm install -g @anthropic-ai/claude-code`, or set NIGHTSHIFT_CLAUDE_CODE_COMMAND to where it is',
    cause,
  });
}

function refused(args: readonly string[], cause: unknown): ConfigError {
  const { stdout = '', stderr = '' } = cause as { readonly stdout?: string; readonly stderr?: string };
  const said = `${stderr}\n${stdout}`.trim().split('\n').slice(-3).join(' ') || messageOf(cause);
  return new ConfigError('CLAUDE_CODE_REFUSED', `\`claude ${args.join(' ')}\` failed: ${said.slice(0, 400)}`, {
    hint: 'Update Claude Code with `claude update`, see what `claude plugin list` says, then try again',
    cause,
  });
}
