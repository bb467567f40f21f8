import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GitRepositories } from '../../runtime/adapters/git/git-repositories';
import { SecretCheck } from '../../runtime/core/execution/check-secrets';
import { asTaskId } from '../../runtime/core/ids';
import { LocalPlaces } from '../../runtime/main/local-places';
import { EXECUTION, userRepository } from '../support/user-repository';
import { verifies } from '../support/verifies';

describe('the places of this host', () => {
  it('are empty where nothing is', async () => {
    const home = join(userRepository().root, 'home');
    const { tips, workspaces, openFolders } = await new LocalPlaces(home, { now: () => 7 }).look();
    expect({ tips: tips.size, workspaces, openFolders }).toEqual({ tips: 0, workspaces: [], openFolders: [] });
  });

  it('hold branches, workspaces and processes, and say who else may look', async () => {
    const user = userRepository();
    const home = join(user.root, 'home');
    mkdirSync(home, { mode: 0o700 });
    const repositories = new GitRepositories({ home });
    const { base } = await repositories.fetchBase(user.project);
    await repositories.setTip(user.project, { execution: EXECUTION, epoch: 1 }, base);
    await repositories.openWorkspace(
      user.project,
      { execution: EXECUTION, epoch: 1, task: asTaskId('t'), token: 1 },
      base,
    );
    const places = new LocalPlaces(home, { now: () => 7 });
    expect(await places.look()).toMatchObject({
      atMs: 7,
      tips: new Map([[EXECUTION, base]]),
      workspaces: [EXECUTION],
      openFolders: [],
    });
    chmodSync(home, 0o750);
    expect((await places.look()).openFolders).toEqual([home]);

    const agent = spawn('sleep', ['60'], {
      env: { PATH: process.env['PATH'], NIGHTSHIFT_EXECUTION: EXECUTION, NIGHTSHIFT_TASK: 'task-3' },
    });
    try {
      await new Promise((resolve) => agent.once('spawn', resolve));
      const mine = async () => (await places.look()).processes.filter(({ pid }) => pid === agent.pid);
      for (let tries = 0; tries < 200 && (await mine()).length === 0; tries++)
        await new Promise((resolve) => setTimeout(resolve, 10));
      expect(await mine()).toEqual([{ pid: agent.pid, executionId: EXECUTION, task: 'task-3' }]);
    } finally {
      agent.kill('SIGKILL');
    }
  });

  it(`have a secret in a log found, also where two parts of it meet${verifies('I24')}`, async () => {
    const home = join(userRepository().root, 'home');
    const logs = join(home, 'logs', 'attempts', 'x');
    mkdirSync(logs, { recursive: true });
    const secret = 'sk-very-secret-4711';
    const base64 = Buffer.from(secret).toString('base64');
    writeFileSync(join(logs, 'clean.log'), 'nothing to see, nothing of note\n'.repeat(100_000));
    writeFileSync(join(logs, 'leaks.log'), `${'.'.repeat(1024 * 1024 - 9)}${base64} and more`);
    const check = new SecretCheck([secret]);
    const found = [];
    for await (const text of new LocalPlaces(home, { now: () => 7 }).texts()) found.push(...check.lookAt(text));
    expect(found).toEqual([
      { invariant: 'I24', message: `The log ${join(logs, 'leaks.log')} holds a secret of the configuration` },
    ]);
  });
});
