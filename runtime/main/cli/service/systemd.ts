import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { ConfigError, messageOf } from '../../../core/errors';

const PATIENCE_MS = 60_000;

/** What a program printed, and how it ended; `code` is undefined where it could not be run. */
export interface Answer {
  readonly code: number | undefined;
  readonly out: string;
  readonly err: string;
}

export type RunProgram = (program: string, args: readonly string[]) => Promise<Answer>;

/** Runs programs of the system; one that is missing is an answer too. */
export function runProgram(env: NodeJS.ProcessEnv): RunProgram {
  return async (program, args) => {
    try {
      const { stdout, stderr } = await promisify(execFile)(program, args, { env, timeout: PATIENCE_MS });
      return { code: 0, out: stdout.trim(), err: stderr.trim() };
    } catch (error) {
      const { code, stdout = '', stderr = '' } = error as { code?: unknown; stdout?: string; stderr?: string };
      const said = stderr.trim();
      return {
        code: typeof code === 'number' ? code : undefined,
        out: stdout.trim(),
        err: said === '' ? messageOf(error) : said,
      };
    }
  };
}

/** With where the user's manager listens: a shell of `su` and `ssh host command` may lack it. */
export function userEnv(env: NodeJS.ProcessEnv, userId: number): NodeJS.ProcessEnv {
  const folder = `/run/user/${userId}`;
  if (env['XDG_RUNTIME_DIR'] || !existsSync(folder)) return env;
  return { ...env, XDG_RUNTIME_DIR: folder };
}

/** Runs `systemctl --user`, which must do it. @throws {ConfigError} `SERVICE_REFUSED` with systemd's own words. */
export async function systemctl(run: RunProgram, ...args: readonly string[]): Promise<void> {
  const { code, err } = await run('systemctl', ['--user', ...args]);
  if (code === 0) return;
  const words = err.split('\n').slice(-3).join(' ').slice(0, 400);
  throw new ConfigError('SERVICE_REFUSED', `\`systemctl --user ${args.join(' ')}\` failed: ${words}`, {
    hint: 'Log in as this user itself (not by su or sudo), or run `sudo loginctl enable-linger $USER` first: the manager of its services must be running.',
  });
}

/** @throws {ConfigError} `SERVICE_UNSUPPORTED` where this machine was not started by systemd. */
export function requireSystemd(isThere: boolean): void {
  if (isThere) return;
  throw new ConfigError('SERVICE_UNSUPPORTED', 'This machine was not started by systemd, so it has no user services', {
    hint: 'In a container its restart policy starts nightshift (docs/deployment.md); elsewhere let cron do it: `@reboot` and `nightshift up --detach`. `nightshift service install --print` shows the unit.',
  });
}
