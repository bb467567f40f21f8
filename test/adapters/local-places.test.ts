import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GitRepositories } from '../../runtime/adapters/git/git-repositories';
import { SecretCheck } from '../../runtime/core/execution/check-secrets';
import { asTaskId } from '../../runtime/core/ids';
import { LocalPlaces as Places } from '../../runtime/main/local-places';
import { foldersOpenToOthers } from '../../runtime/main/open-to-others';
import { EXECUTION, userRepository } from '../support/user-repository';
import { verifies } from '../support/verifies';

const LOGS = [{ execution: EXECUTION, changedAt: '2026-01-02T03:04:05.000Z' }];
const placesOf = (home: string) => new Places(home, { now: () => 7 }, { executions: async () => LOGS });

describe('the places of this host', () => {
  it('are empty where nothing is', async () => {
    const home = join(userRepository().root, 'home');
    const { tips, workspaces, openFolders } = await placesOf(home).look();
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
    const places = placesOf(home);
    expect(await places.look()).toMatchObject({
      atMs: 7,
      tips: new Map([[EXECUTION, base]]),
      workspaces: [EXECUTION],
      attempts: [{ executionId: EXECUTION, task: 't', epoch: 1, token: 1 }],
      logs: LOGS,
      openFolders: [],
    });
    chmodSync(home, 0o750);
    expect((await places.look()).openFolders).toContain(home);

    const agent = spawn('sleep', ['60'], {
      env: { PATH: process.env['PATH'], NIGHTSHIFT_EXECUTION: EXECUTION, NIGHTSHIFT_TASK: 'task-3' },
    });
    try {
      await new Promise((resolve) => agent.once('spawn', resolve));
      const mine = async () => (await places.look()).processes.filter(({ pid }) => pid === agent.pid);
      for (let tries = 0; tries < 200 && (await mine()).length === 0; tries++)
        await new Promise((resolve) => setTimeout(resolve, 10));
      expect(await mine()).toMatchObject([{ pid: agent.pid, executionId: EXECUTION, task: 'task-3' }]);
    } finally {
      agent.kill('SIGKILL');
    }
  });

  it(`name the folders in a home into which others may look, where they can get to them${verifies('I25')}`, () => {
    const home = join(userRepository().root, 'home');
    const [logs, attempts, own] = [join(home, 'logs'), join(home, 'logs', 'attempts'), join(home, 'workspaces')];
    for (const folder of [home, logs, attempts, own]) mkdirSync(folder, { mode: 0o700 });
    const open = (isRoot: boolean) => foldersOpenToOthers(home, isRoot);
    expect(open(true)).toEqual([]);
    chmodSync(home, 0o711);
    expect(open(true)).toEqual([]);
    expect(open(false)).toEqual([home]);
    chmodSync(logs, 0o755);
    expect(open(true)).toEqual([logs]);
    chmodSync(attempts, 0o750);
    expect(open(true)).toEqual([logs, attempts]);
    chmodSync(logs, 0o700);
    expect(open(true)).toEqual([]);
    chmodSync(home, 0o700);
    chmodSync(logs, 0o777);
    expect(open(true)).toEqual([]);
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
    for await (const text of placesOf(home).texts()) found.push(...check.lookAt(text));
    expect(found).toEqual([
      { invariant: 'I24', message: `The log ${join(logs, 'leaks.log')} holds a secret of the configuration` },
    ]);
  });
});
