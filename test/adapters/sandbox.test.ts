import { accessSync, chmodSync, constants, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BareSandbox } from '../../runtime/adapters/sandbox/bare-sandbox';
import { BubblewrapSandbox } from '../../runtime/adapters/sandbox/bubblewrap-sandbox';
import { checkSandbox } from '../../runtime/adapters/sandbox/check-sandbox';
import { openSandbox } from '../../runtime/adapters/sandbox/open-sandbox';
import { sandboxContract, sandboxFolders, tell } from '../contracts/sandbox.contract';
import { bubblewrapSkipReason } from '../support/bubblewrap-skip-reason';

const skipped = bubblewrapSkipReason();
sandboxContract('bubblewrap', {
  open: () => new BubblewrapSandbox(),
  limitsProcesses: process.getuid?.() !== 0 || hasPidsGroup(),
  ...(skipped === undefined ? {} : { skipped }),
});
sandboxContract('bare', { open: () => new BareSandbox(), limitsProcesses: hasPidsGroup() });

describe('a host without a working sandbox', () => {
  let folders: ReturnType<typeof sandboxFolders>;
  beforeEach(() => {
    folders = sandboxFolders();
  });
  afterEach(() => rmSync(folders.root, { recursive: true }));

  const fakeBubblewrap = (says: string): string => {
    const command = join(folders.root, 'bwrap');
    writeFileSync(
      command,
      `#!/bin/sh\n[ "$1" = --version ] && { echo bubblewrap 0.8.0; exit 0; }\necho "${says}" >&2\nexit 1\n`,
    );
    chmodSync(command, 0o755);
    return command;
  };

  it('refuses to run, runs nothing bare, and says how to install it', async () => {
    const sandbox = new BubblewrapSandbox({ command: '/nowhere/bwrap' });
    await expect(tell(sandbox, folders, 'touch ran')).rejects.toMatchObject({
      kind: 'operator',
      code: 'SANDBOX_MISSING',
      message: 'there is no bubblewrap at /nowhere/bwrap, and one elsewhere does not count',
      hint: 'apt-get install bubblewrap',
    });
    expect(readdirSync(folders.work)).toEqual([]);
  });

  it('names user namespaces as the reason when the host refuses them', async () => {
    const command = fakeBubblewrap(
      'bwrap: No permissions to create new namespace, likely because the kernel does not allow it',
    );
    const answer = await checkSandbox(command);
    expect(answer).toMatchObject({ isAvailable: false, reason: expect.stringContaining('refuses user namespaces') });
    expect(answer).toMatchObject({ hint: expect.stringContaining('sysctl') });
  });

  it('notices a bubblewrap that was installed in between', async () => {
    const command = join(folders.root, 'bwrap');
    const sandbox = new BubblewrapSandbox({ command });
    await expect(tell(sandbox, folders, 'true')).rejects.toMatchObject({ code: 'SANDBOX_MISSING' });
    if (skipped !== undefined) return;
    writeFileSync(command, '#!/bin/sh\nexec /usr/bin/bwrap "$@"\n');
    chmodSync(command, 0o755);
    expect(await tell(sandbox, folders, 'echo ok')).toMatchObject({ stdout: 'ok\n' });
  });

  (skipped === undefined ? it : it.skip)('names the file that confines, which is no matter of the PATH', async () => {
    const { PATH } = process.env;
    process.env['PATH'] = '/nowhere';
    try {
      expect(await checkSandbox()).toMatchObject({ isAvailable: true, command: '/usr/bin/bwrap' });
    } finally {
      process.env['PATH'] = PATH;
    }
  });

  it('opens what the operator chose', () => {
    expect(openSandbox('bubblewrap').kind).toBe('bubblewrap');
    expect(openSandbox('none').kind).toBe('none');
  });
});

function hasPidsGroup(): boolean {
  try {
    accessSync('/sys/fs/cgroup/pids', constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
