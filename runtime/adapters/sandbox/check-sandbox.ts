import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { messageOf } from '../../core/errors';

export type SandboxAvailability =
  /** `command` is what confines: always the same file, whatever the PATH says. */
  | {
      readonly isAvailable: true;
      readonly version: string;
      readonly command: string;
      readonly disablesNesting: boolean;
    }
  /** `reason` says what is wrong, `hint` is the command or setting that mends it. */
  | { readonly isAvailable: false; readonly reason: string; readonly hint: string };

const INSTALL = 'apt-get install bubblewrap';
const NAMESPACES_REFUSED = /namespace|uid map|No permissions|Operation not permitted|user\.max_user/i;

/**
 * Whether processes can be confined on this host: starts one, with the namespaces of the real profile.
 *
 * @param command - Absolute path of bubblewrap.
 */
export async function checkSandbox(command = '/usr/bin/bwrap'): Promise<SandboxAvailability> {
  const version = await run(command, ['--version']);
  if (!version.isFine) {
    const reason = existsSync(command)
      ? `bubblewrap cannot be started at ${command}: ${version.text}`
      : `there is no bubblewrap at ${command}, and one elsewhere does not count`;
    return { isAvailable: false, reason, hint: INSTALL };
  }
  const limits = await run('/usr/bin/prlimit', ['--version']);
  if (!limits.isFine) {
    return {
      isAvailable: false,
      reason: `prlimit cannot be started: ${limits.text}`,
      hint: 'apt-get install util-linux',
    };
  }
  const folder = await mkdtemp(join(tmpdir(), 'ns-check-'));
  try {
    const confine = ['--unshare-all', '--unshare-user', '--die-with-parent', '--new-session', '--cap-drop', 'ALL'];
    const system = ['/usr', '/bin', '/lib', '/lib64'].flatMap((path) => ['--ro-bind-try', path, path]);
    const rest = [...system, '--proc', '/proc', '--dev', '/dev', '--bind', folder, folder, '--', '/usr/bin/true'];
    const strict = await run(command, [...confine, '--disable-userns', ...rest]);
    const found = { isAvailable: true, version: version.text, command } as const;
    if (strict.isFine) return { ...found, disablesNesting: true };
    const plain = await run(command, [...confine, ...rest]);
    if (plain.isFine) return { ...found, disablesNesting: false };
    return { isAvailable: false, ...refusal(plain.text) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

function refusal(text: string): { readonly reason: string; readonly hint: string } {
  if (!NAMESPACES_REFUSED.test(text)) return { reason: `bubblewrap does not work here: ${text}`, hint: INSTALL };
  return {
    reason: `This host refuses user namespaces, which bubblewrap needs: ${text}`,
    hint: 'sysctl -w kernel.unprivileged_userns_clone=1 (Debian), sysctl -w kernel.apparmor_restrict_unprivileged_userns=0 (Ubuntu 24.04), or start the container with user namespaces allowed',
  };
}

async function run(
  command: string,
  args: readonly string[],
): Promise<{ readonly isFine: boolean; readonly text: string }> {
  try {
    const { stdout } = await promisify(execFile)(command, [...args], {
      env: { PATH: '/usr/bin:/bin' },
      timeout: 10_000,
    });
    return { isFine: true, text: stdout.trim() };
  } catch (error) {
    const { stderr } = error as { readonly stderr?: string };
    const said = stderr?.trim().split('\n')[0];
    return { isFine: false, text: said === undefined || said === '' ? messageOf(error) : said };
  }
}
