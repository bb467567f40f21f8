import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GitRepositories } from '../../runtime/adapters/git/git-repositories';
import { BubblewrapSandbox } from '../../runtime/adapters/sandbox/bubblewrap-sandbox';
import type { Workspace } from '../../runtime/ports/repositories';
import { tell } from '../contracts/sandbox.contract';
import { bubblewrapSkipReason } from '../support/bubblewrap-skip-reason';
import {
  DATE,
  EXECUTION,
  fingerprint,
  gitIn,
  keyOf,
  type UserRepositoryFixture,
  userRepository,
} from '../support/user-repository';

const skipped = bubblewrapSkipReason();

/** S-27, D5, I8, I18: whatever a repository or a workspace is set up to run, our own git runs none of it. */
describe('Git outside of the sandbox', () => {
  let user: UserRepositoryFixture;
  let repositories: GitRepositories;
  let tripwire: string;
  let trap: string;
  beforeEach(() => {
    user = userRepository();
    repositories = new GitRepositories({ home: join(user.root, 'home') });
    tripwire = join(user.root, 'tripped');
    mkdirSync(tripwire);
    trap = join(user.root, 'trap.sh');
    writeFileSync(trap, `#!/bin/sh\necho "$0 $*" > '${tripwire}'/$$\ncat\n`);
    chmodSync(trap, 0o755);
  });
  afterEach(() => rmSync(user.root, { recursive: true, force: true }));

  /** Sets every trap that git knows into a repository. */
  const mine = (dir: string): void => {
    const hooks = [
      'post-checkout',
      'post-merge',
      'pre-merge-commit',
      'prepare-commit-msg',
      'commit-msg',
      'post-commit',
      'reference-transaction',
      'post-index-change',
      'pre-commit',
      'update',
      'pre-receive',
      'post-update',
      'fsmonitor-watchman',
      'pre-auto-gc',
      'post-rewrite',
      'sendemail-validate',
    ];
    mkdirSync(join(dir, '.git/hooks'), { recursive: true });
    for (const hook of hooks) {
      writeFileSync(join(dir, '.git/hooks', hook), `#!/bin/sh\n'${trap}' ${hook}\n`);
      chmodSync(join(dir, '.git/hooks', hook), 0o755);
    }
    const command = `'${trap}'`;
    const settings: readonly (readonly [string, string])[] = [
      ['core.fsmonitor', trap],
      ['core.hooksPath', join(dir, '.git/hooks')],
      ['core.sshCommand', command],
      ['core.pager', command],
      ['core.editor', command],
      ['core.askPass', trap],
      ['core.alternateRefsCommand', command],
      ['core.gitProxy', command],
      ['filter.evil.clean', command],
      ['filter.evil.smudge', command],
      ['filter.two.process', command],
      ['filter.two.required', 'true'],
      ['merge.evil.driver', command],
      ['diff.evil.command', command],
      ['diff.evil.textconv', command],
      ['diff.external', command],
      ['gpg.program', trap],
      ['commit.gpgSign', 'true'],
      ['credential.helper', `!${command}`],
      ['uploadpack.packObjectsHook', command],
      ['interactive.diffFilter', command],
      ['submodule.module.update', `!${command}`],
      ['status.submoduleSummary', 'true'],
      ['gc.auto', '1'],
      ['protocol.ext.allow', 'always'],
      ['pager.status', command],
      ['alias.fetch', `!${command}`],
    ];
    for (const [key, value] of settings) gitIn(dir, 'config', '--file', join(dir, '.git/config'), key, value);
    mkdirSync(join(dir, '.git/info'), { recursive: true });
    writeFileSync(join(dir, '.git/info/attributes'), '* filter=evil diff=evil\n*.two filter=two\n');
  };
  const attributes = '* filter=evil merge=evil diff=evil\n*.two filter=two\n';

  it('has traps that work: git as people run it trips them', () => {
    mine(user.dir);
    user.write('.gitattributes', attributes);
    spawnSync('git', ['-C', user.dir, 'add', '-A'], { input: '' });
    spawnSync('git', ['-C', user.dir, 'status'], { input: '' });
    spawnSync('git', ['-C', user.dir, 'checkout', '-b', 'x'], { input: '' });
    expect(readdirSync(tripwire).length).toBeGreaterThan(2);
  });

  it('runs nothing of the user’s repository: inspect, fetch, deliver and apply, forward and with a merge', async () => {
    user.write('.gitattributes', attributes);
    user.commit('Attributes');
    mine(user.dir);
    user.write('src/a.txt', 'dirty\n');
    await repositories.inspect(user.dir);
    const tip = await doTask('t1', (workspace) => writeFileSync(join(workspace.dir, 'result.two'), 'x'));
    const branch = await repositories.deliver(user.project, { execution: EXECUTION, tip, title: 'x' });
    expect((await repositories.apply(user.dir, branch)).changedFiles).toEqual(['result.two']);

    const other = await doTask('t2', (workspace) => writeFileSync(join(workspace.dir, 'other.txt'), 'x'));
    const second = await repositories.deliver(user.project, { execution: EXECUTION, tip: other, title: 'x' });
    spawnSync('rm', ['-rf', join(user.dir, '.git/hooks'), join(user.dir, '.git/config')]);
    gitIn(user.dir, 'config', 'user.name', 'x');
    gitIn(user.dir, 'config', 'user.email', 'x');
    gitIn(user.dir, 'commit', '-q', '--allow-empty', '-m', 'Mine');
    for (const name of readdirSync(tripwire)) rmSync(join(tripwire, name));
    mine(user.dir);
    await repositories.apply(user.dir, second);
    expect(readdirSync(tripwire)).toEqual([]);
  });

  it('runs nothing of a workspace: import, merge, the next workspace and removal', async () => {
    const tip = await doTask('t1', (workspace) => {
      mine(workspace.dir);
      writeFileSync(join(workspace.dir, '.gitattributes'), attributes);
      writeFileSync(join(workspace.dir, '.lfsconfig'), `[lfs]\n\tcustomtransfer.x.path = ${trap}\n`);
      writeFileSync(
        join(workspace.dir, '.gitmodules'),
        `[submodule "x\\r"]\n\tpath = "x\\r"\n\turl = ext::${trap}\n\tupdate = !${trap}\n`,
      );
      writeFileSync(join(workspace.dir, 'a.two'), 'x');
    });
    const workspace = await repositories.openWorkspace(user.project, keyOf('t1', 2), tip);
    expect(readdirSync(workspace.dir)).toContain('a.two');
    await repositories.removeWorkspaces(EXECUTION);
    expect(readdirSync(tripwire)).toEqual([]);
  });

  it('refuses to deliver by another way than the folder, when the repository rewrites addresses', async () => {
    const tip = await doTask('t1', (workspace) => writeFileSync(join(workspace.dir, 'x'), 'x'));
    gitIn(user.dir, 'config', `url.ext::${trap}.insteadOf`, '/');
    gitIn(user.dir, 'config', 'protocol.ext.allow', 'always');
    const delivery = { execution: EXECUTION, tip, title: 'x' };
    await expect(repositories.deliver(user.project, delivery)).rejects.toMatchObject({ code: 'UNAVAILABLE_GIT' });
    expect(readdirSync(tripwire)).toEqual([]);
  });

  it('is not steered by a bare repository that lies in the project', async () => {
    gitIn(user.dir, 'init', '-q', '--bare', 'nested');
    gitIn(join(user.dir, 'nested'), '--git-dir=.', 'config', 'core.fsmonitor', trap);
    gitIn(join(user.dir, 'nested'), '--git-dir=.', 'config', 'core.worktree', '..');
    user.commit('Nested');
    await expect(repositories.inspect(join(user.dir, 'nested'))).rejects.toMatchObject({ code: 'PROJECT_BARE' });
    await doTask('t1', (workspace) => writeFileSync(join(workspace.dir, 'x'), 'x'));
    expect(readdirSync(tripwire)).toEqual([]);
  });

  (skipped === undefined ? it : it.skip)(
    `gives the agent git inside, and keeps the project’s repository out of its reach${skipped === undefined ? '' : ` (skipped: ${skipped})`}`,
    async () => {
      const { base } = await repositories.fetchBase(user.project);
      const workspace = await repositories.openWorkspace(user.project, keyOf('t1'), base);
      const bare = join(user.root, 'home/projects', user.project.id, 'repo.git');
      const before = fingerprint(bare);
      const told = await tell(
        new BubblewrapSandbox(),
        { work: workspace.dir, home: workspace.home },
        `git log --oneline | wc -l; echo x > new.txt; git add -A && git commit -q -m Mine && git log -1 --format=%an && git rebase -q HEAD~1 && git status --porcelain;
         git gc -q --prune=now; git --git-dir=${bare} update-ref refs/heads/evil HEAD && echo REACHED; rm -rf ${bare}; git push -q ${bare} HEAD:evil && echo REACHED; ls ${bare}`,
        { readOnly: workspace.readOnly },
      );
      expect(told.stdout).toBe('2\nnightshift\nobjects\n');
      expect(fingerprint(bare)).toBe(before);
      expect((await repositories.importTree(user.project, workspace, base)).changedFiles).toEqual(['new.txt']);
    },
  );

  it('keeps the folders of nightshift to itself', async () => {
    const { base } = await repositories.fetchBase(user.project);
    const workspace = await repositories.openWorkspace(user.project, keyOf('t1'), base);
    for (const folder of [workspace.dir, workspace.home]) expect(statSync(folder).mode & 0o077).toBe(0);
    expect(existsSync(join(workspace.dir, '.git/hooks'))).toBe(false);
  });

  const doTask = async (task: string, change: (workspace: Workspace) => void): Promise<string> => {
    const { base } = await repositories.fetchBase(user.project);
    const workspace = await repositories.openWorkspace(user.project, keyOf(task), base);
    change(workspace);
    const { tree } = await repositories.importTree(user.project, workspace, base);
    const result = await repositories.merge(user.project, {
      key: keyOf(task),
      base,
      tree,
      tip: base,
      message: task,
      date: DATE,
    });
    if (result.type !== 'merged') throw new Error('conflict');
    await repositories.setTip(user.project, { execution: EXECUTION, epoch: 1 }, result.commit);
    return result.commit;
  };
});
