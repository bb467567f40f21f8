import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findClaudeCode } from '../../../adapters/claude-code/find-claude-code';
import { ConfigError, messageOf } from '../../../core/errors';

/** Runs a command of the Claude Code CLI, and gives what it printed. */
export type RunClaude = (...args: readonly string[]) => Promise<string>;

const PATIENCE_MS = 60_000;

/**
 * The Claude Code CLI of this machine.
 *
 * @throws {ConfigError} `CLAUDE_CODE_MISSING`; what it gives throws `CLAUDE_CODE_REFUSED` with the CLI's own words.
 */
export async function findClaude(command: string, env: NodeJS.ProcessEnv): Promise<RunClaude> {
  const program = await findClaudeCode(command, env['PATH'] ?? '');
  if (program === undefined) {
    throw new ConfigError('CLAUDE_CODE_MISSING', `There is no Claude Code here: ${command} is not on the PATH`, {
      hint: 'Install it with `npm install -g @anthropic-ai/claude-code`, or set NIGHTSHIFT_CLAUDE_CODE_COMMAND to where it is',
    });
  }
  const [file = '', ...before] = program.argv;
  return async (...args) => {
    try {
      const { stdout } = await promisify(execFile)(file, [...before, ...args], { env, timeout: PATIENCE_MS });
      return stdout;
    } catch (cause) {
      const { stdout = '', stderr = '' } = cause as { readonly stdout?: string; readonly stderr?: string };
      const said = `${stderr}\n${stdout}`.trim().split('\n').slice(-3).join(' ') || messageOf(cause);
      throw new ConfigError('CLAUDE_CODE_REFUSED', `\`claude ${args.join(' ')}\` failed: ${said.slice(0, 400)}`, {
        hint: 'Update Claude Code with `claude update`, see what `claude plugin list` says, then try again',
        cause,
      });
    }
  };
}
