import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { asExecutionId, asProjectId, asTaskId } from '../../runtime/core/ids';
import type {
  AttemptKey,
  MergeRequest,
  ProjectFolder,
  Repositories,
  Workspace,
} from '../../runtime/ports/repositories';

export const EXECUTION = asExecutionId('0199f2a4-7c31-7e0a-9d55-3b1f00c0ffee');
export const DATE = '2026-11-21T03:04:05.678Z';

/** A repository of a user, with two commits and an ignored file. */
export interface UserRepositoryFixture {
  readonly root: string;
  readonly dir: string;
  readonly project: ProjectFolder;
  git(...args: readonly string[]): string;
  write(path: string, text: string): void;
  commit(message: string): string;
}

export function userRepository(): UserRepositoryFixture {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'ns-test-')));
  const dir = join(root, "the user's repo");
  mkdirSync(dir);
  const git = (...args: readonly string[]) => gitIn(dir, ...args);
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  };
  const commit = (message: string) => {
    git('add', '-A');
    git('commit', '-q', '-m', message);
    return git('rev-parse', 'HEAD');
  };
  git('init', '-q', '-b', 'main');
  git('config', 'user.name', 'A User');
  git('config', 'user.email', 'user@example.org');
  write('README.md', '# Read me\n');
  write('src/a.txt', 'one\ntwo\nthree\nfour\nfive\n');
  write('.gitignore', 'ignored/\n*.log\n');
  commit('First');
  write('src/b.txt', 'b\n');
  commit('Second');
  return {
    root,
    dir,
    project: { id: asProjectId('0199f2a4-0000-7000-8000-000000000001'), dir, shares: [] },
    git,
    write,
    commit,
  };
}

export function gitIn(dir: string, ...args: readonly string[]): string {
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: '/nonexistent',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
  };
  return execFileSync('git', ['-C', dir, ...args], {
    encoding: 'utf8',
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trimEnd();
}

export const keyOf = (task: string, token = 1, epoch = 1): AttemptKey => ({
  execution: EXECUTION,
  epoch,
  task: asTaskId(task),
  token,
});

/** One line for each file of a folder, with mode and content: equal digests mean byte-identical. */
export function fingerprint(dir: string): string {
  const lines: string[] = [];
  const walk = (folder: string): void => {
    for (const name of readdirSync(folder).sort()) {
      const path = join(folder, name);
      const facts = lstatSync(path);
      const content = facts.isSymbolicLink() ? readlinkSync(path) : facts.isFile() ? sha(readFileSync(path)) : '';
      lines.push(`${path.slice(dir.length)} ${facts.mode} ${content}`);
      if (facts.isDirectory()) walk(path);
    }
  };
  walk(dir);
  return lines.join('\n');
}

const sha = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

export interface RepositoriesHarness {
  /** `home` is an empty folder of its own. */
  readonly open: (home: string) => Repositories;
}

/** Held to by every adapter of the port `Repositories`. */
export function repositoriesContract(name: string, harness: RepositoriesHarness): void {
  describe(`Repositories: ${name}`, () => {
    let user: UserRepositoryFixture;
    let repositories: Repositories;
    beforeEach(() => {
      user = userRepository();
      repositories = harness.open(join(user.root, 'nightshift home'));
    });
    afterEach(() => {
      spawnSync('chmod', ['-R', 'u+rwX', user.root]);
      rmSync(user.root, { recursive: true, force: true });
    });

    const open = async (task = 'task-1', token = 1): Promise<{ base: string; workspace: Workspace }> => {
      const { base } = await repositories.fetchBase(user.project);
      return { base, workspace: await repositories.openWorkspace(user.project, keyOf(task, token), base) };
    };
    const put = (workspace: Workspace, path: string, text: string): void => {
      mkdirSync(dirname(join(workspace.dir, path)), { recursive: true });
      writeFileSync(join(workspace.dir, path), text);
    };
    const importOf = (workspace: Workspace, base: string) => repositories.importTree(user.project, workspace, base);
    /** Does one task from its workspace to the merge. */
    const work = async (task: string, tip: string, base: string, change: (workspace: Workspace) => void) => {
      const workspace = await repositories.openWorkspace(user.project, keyOf(task), base);
      change(workspace);
      const { tree } = await importOf(workspace, base);
      return repositories.merge(user.project, request(task, { base, tree, tip }));
    };
    const request = (task: string, ids: Pick<MergeRequest, 'base' | 'tree' | 'tip'>): MergeRequest => ({
      ...ids,
      key: keyOf(task),
      message: `Do ${task}\n\nBecause.`,
      date: DATE,
    });
    const merged = async (result: ReturnType<typeof work>): Promise<string> => {
      const answer = await result;
      if (answer.type !== 'merged') throw new Error(`conflict in ${answer.files.join()}`);
      return answer.commit;
    };
    const deliver = (tip: string, title = 'Ship it') =>
      repositories.deliver(user.project, { execution: EXECUTION, tip, title });

    describe('inspect', () => {
      it('says what a folder is, from anywhere in it, and changes nothing', async () => {
        user.write('new/file.txt', 'new');
        user.write('src/a.txt', 'changed');
        user.write('debug.log', 'ignored');
        const before = fingerprint(user.dir);
        const facts = await repositories.inspect(join(user.dir, 'src'));
        expect(facts).toEqual({
          dir: user.dir,
          head: user.git('rev-parse', 'HEAD'),
          branch: 'main',
          dirty: ['new/', 'src/a.txt'],
        });
        expect(fingerprint(user.dir)).toBe(before);
      });

      it('follows links to the folder, and leaves the branch out when HEAD is detached', async () => {
        symlinkSync(user.dir, join(user.root, 'link'));
        user.git('checkout', '-q', '--detach');
        const facts = await repositories.inspect(join(user.root, 'link'));
        expect(facts.dir).toBe(user.dir);
        expect(facts).not.toHaveProperty('branch');
      });

      it('accepts a linked worktree and a shallow clone', async () => {
        user.git('worktree', 'add', '-q', join(user.root, 'tree'));
        expect(await repositories.inspect(join(user.root, 'tree'))).toMatchObject({ branch: 'tree' });
        gitIn(user.root, 'clone', '-q', '--depth', '1', `file://${user.dir}`, 'shallow');
        expect(await repositories.inspect(join(user.root, 'shallow'))).toMatchObject({ branch: 'main', dirty: [] });
      });

      it.each<[string, () => string, RegExp?]>([
        ['PROJECT_NOT_A_FOLDER', () => join(user.dir, 'nothing')],
        ['PROJECT_NOT_A_FOLDER', () => join(user.dir, 'README.md')],
        ['PROJECT_NOT_GIT', () => user.root],
        [
          'PROJECT_BARE',
          () => {
            gitIn(user.root, 'clone', '-q', '--bare', user.dir, 'bare.git');
            return join(user.root, 'bare.git');
          },
        ],
        [
          'PROJECT_NO_COMMITS',
          () => {
            gitIn(user.root, 'init', '-q', 'empty');
            return join(user.root, 'empty');
          },
        ],
        [
          'PROJECT_CONFLICTED',
          () => {
            makeConflict(user);
            spawnSync('git', ['-C', user.dir, 'merge', 'other']);
            return user.dir;
          },
        ],
        [
          'PROJECT_IN_REBASE',
          () => {
            spawnSync('git', ['-C', user.dir, 'rebase', '-x', 'false', 'HEAD~1']);
            return user.dir;
          },
        ],
        [
          'PROJECT_IN_MERGE',
          () => {
            user.git('checkout', '-q', '-b', 'side', 'HEAD~1');
            user.write('side.txt', 'x');
            user.commit('Side');
            user.git('merge', '-q', '--no-commit', '--no-ff', 'main');
            return user.dir;
          },
          /\(`git merge --continue`\) .*\(`git merge --abort`\)\.$/,
        ],
        [
          'PROJECT_IN_MERGE',
          () => {
            makeConflict(user);
            spawnSync('git', ['-C', user.dir, 'cherry-pick', 'other']);
            spawnSync('git', ['-C', user.dir, 'add', '-A']);
            return user.dir;
          },
          /git cherry-pick --abort/,
        ],
      ])('refuses with %s and the next step', async (code, make, hint = /./) => {
        await expect(repositories.inspect(make())).rejects.toMatchObject({
          kind: 'user',
          code,
          hint: expect.stringMatching(hint),
        });
      });
    });

    describe('fetchBase', () => {
      it('answers with HEAD and what is left out, and leaves the user’s folder as it was', async () => {
        user.write('draft.md', 'not committed');
        const before = fingerprint(user.dir);
        const answer = await repositories.fetchBase(user.project);
        expect(answer).toEqual({ base: user.git('rev-parse', 'HEAD'), leftOut: ['draft.md'] });
        expect(fingerprint(user.dir)).toBe(before);
        expect(await repositories.fetchBase(user.project)).toEqual(answer);
      });

      it('takes a commit or branch that is named, and refuses one that is not there', async () => {
        const first = user.git('rev-parse', 'HEAD~1');
        expect((await repositories.fetchBase(user.project, first)).base).toBe(first);
        expect((await repositories.fetchBase(user.project, 'main~1')).base).toBe(first);
        for (const wrong of ['nothing', '0'.repeat(40), '--all', '']) {
          await expect(repositories.fetchBase(user.project, wrong)).rejects.toMatchObject({
            code: 'PROJECT_UNKNOWN_COMMIT',
          });
        }
      });

      it('goes on working when the user’s repository loses the commit', async () => {
        const { base } = await repositories.fetchBase(user.project);
        user.git('reset', '-q', '--hard', 'HEAD~1');
        user.git('reflog', 'expire', '--expire=now', '--all');
        user.git('gc', '-q', '--prune=now');
        const workspace = await repositories.openWorkspace(user.project, keyOf('task-1'), base);
        expect(readFileSync(join(workspace.dir, 'src/b.txt'), 'utf8')).toBe('b\n');
      });

      it('can be asked by several at once', async () => {
        const answers = await Promise.all(Array.from({ length: 6 }, () => repositories.fetchBase(user.project)));
        expect(new Set(answers.map((answer) => answer.base)).size).toBe(1);
      });

      it('fetches from a shallow clone, and delivers to it', async () => {
        gitIn(user.root, 'clone', '-q', '--depth', '1', `file://${user.dir}`, 'shallow');
        const project = { ...user.project, dir: join(user.root, 'shallow') };
        const { base } = await repositories.fetchBase(project);
        const workspace = await repositories.openWorkspace(project, keyOf('task-1'), base);
        expect(gitIn(workspace.dir, 'log', '--format=%s')).toBe('Second');
        put(workspace, 'new.txt', 'x');
        const { tree } = await repositories.importTree(project, workspace, base);
        const result = await repositories.merge(project, request('task-1', { base, tree, tip: base }));
        if (result.type !== 'merged') throw new Error('conflict');
        const branch = await repositories.deliver(project, {
          execution: EXECUTION,
          tip: result.commit,
          title: 'x',
        });
        expect(gitIn(project.dir, 'show', `${branch}:new.txt`)).toBe('x');
      });

      (process.getuid?.() === 0 ? it : it.skip)('reads a repository that belongs to another user', async () => {
        spawnSync('chown', ['-R', 'nobody', user.dir]);
        const { base, workspace } = await open();
        put(workspace, 'new.txt', 'x');
        const { tree } = await importOf(workspace, base);
        const result = await repositories.merge(user.project, request('task-1', { base, tree, tip: base }));
        expect(result.type).toBe('merged');
      });
    });

    describe('openWorkspace', () => {
      it('gives a clean clone at the base, on the task’s branch, that can be committed to', async () => {
        const { base, workspace } = await open();
        expect(gitIn(workspace.dir, 'status', '--porcelain', '--branch')).toBe('## nightshift/task-1');
        expect(gitIn(workspace.dir, 'rev-parse', 'HEAD')).toBe(base);
        expect(gitIn(workspace.dir, 'log', '--format=%s')).toBe('Second\nFirst');
        expect(gitIn(workspace.dir, 'fsck')).toBe('');
        put(workspace, 'x.txt', 'x');
        gitIn(workspace.dir, 'add', '-A');
        gitIn(workspace.dir, 'commit', '-q', '-m', 'Mine');
        expect(gitIn(workspace.dir, 'log', '-1', '--format=%an <%ae>')).toBe('nightshift <nightshift@localhost>');
        expect(gitIn(workspace.dir, 'remote')).toBe('');
      });

      it('works with nothing but the workspace and what it names as read-only in sight', async () => {
        const { workspace } = await open();
        expect(workspace.readOnly.length).toBeGreaterThan(0);
        for (const path of workspace.readOnly) expect(statSync(path).isDirectory()).toBe(true);
        expect(workspace.readOnly.join()).not.toContain(user.dir);
      });

      it('starts clean after an attempt that left dirt, and keeps the task’s home', async () => {
        const { base, workspace } = await open('task-1', 1);
        put(workspace, 'src/a.txt', 'dirt');
        put(workspace, 'left-over', 'dirt');
        writeFileSync(join(workspace.dir, '.git/index.lock'), '');
        mkdirSync(join(workspace.dir, 'locked'));
        writeFileSync(join(workspace.dir, 'locked/file'), 'x');
        chmodSync(join(workspace.dir, 'locked'), 0o000);
        writeFileSync(join(workspace.home, 'session'), 'kept');
        const next = await repositories.openWorkspace(user.project, keyOf('task-1', 2), base);
        expect(next.dir).not.toBe(workspace.dir);
        expect(existsSync(workspace.dir)).toBe(false);
        expect(gitIn(next.dir, 'status', '--porcelain')).toBe('');
        expect(readFileSync(join(next.home, 'session'), 'utf8')).toBe('kept');
        put(next, 'again', 'dirt');
        const repeated = await repositories.openWorkspace(user.project, keyOf('task-1', 2), base);
        expect(repeated).toEqual(next);
        expect(gitIn(next.dir, 'status', '--porcelain')).toBe('');
      });

      it('keeps tasks apart, whatever their ids look like', async () => {
        const { base } = await repositories.fetchBase(user.project);
        const ids = ['a', '..', '../a', 'a/b', '.git', 'x.lock', 'ä b', '-rf', 'a..b', '%2e', 'a.'];
        const opened = await Promise.all(ids.map((id) => repositories.openWorkspace(user.project, keyOf(id), base)));
        expect(new Set(opened.map((workspace) => workspace.dir)).size).toBe(ids.length);
        for (const { dir } of opened) {
          expect(dir.startsWith(`${join(user.root, 'nightshift home')}/`)).toBe(true);
          expect(gitIn(dir, 'status', '--porcelain', '--branch')).toMatch(/^## nightshift\/\S+$/);
        }
      });

      it('gives an empty folder where there is no project', async () => {
        const scratch = await repositories.openScratch(keyOf('task-1'));
        expect(readdirSync(scratch.dir)).toEqual([]);
        expect(statSync(scratch.home).isDirectory()).toBe(true);
        expect(scratch.readOnly).toEqual([]);
      });

      it('gives a clean home beside, empty at every attempt and whenever it is emptied', async () => {
        const { base, workspace } = await open();
        expect([workspace.dir, workspace.home]).not.toContain(workspace.cleanHome);
        for (const opened of [workspace, await repositories.openScratch(keyOf('task-2'))]) {
          expect(readdirSync(opened.cleanHome)).toEqual([]);
          mkdirSync(join(opened.cleanHome, 'locked'));
          writeFileSync(join(opened.cleanHome, 'locked/.npmrc'), 'x');
          chmodSync(join(opened.cleanHome, 'locked'), 0o000);
          await repositories.emptyCleanHome(opened);
          expect(readdirSync(opened.cleanHome)).toEqual([]);
        }
        rmSync(workspace.cleanHome, { recursive: true });
        symlinkSync(workspace.home, workspace.cleanHome);
        writeFileSync(join(workspace.home, 'session'), 'kept');
        await repositories.emptyCleanHome(workspace);
        expect(readdirSync(workspace.cleanHome)).toEqual([]);
        expect(readFileSync(join(workspace.home, 'session'), 'utf8')).toBe('kept');
        writeFileSync(join(workspace.cleanHome, 'x'), 'x');
        const next = await repositories.openWorkspace(user.project, keyOf('task-1', 2), base);
        expect(readdirSync(next.cleanHome)).toEqual([]);
      });

      it('leaves nothing of a task once its workspaces are removed, and others as they were', async () => {
        const { workspace } = await open();
        const other = await repositories.openWorkspace(user.project, keyOf('task-2', 1), user.git('rev-parse', 'HEAD'));
        await repositories.removeWorkspaces(EXECUTION, asTaskId('task-1'));
        expect([workspace.dir, workspace.home, other.dir].map((path) => existsSync(path))).toEqual([
          false,
          false,
          true,
        ]);
      });

      it('leaves nothing of an execution once its workspaces are removed', async () => {
        const { workspace } = await open();
        chmodSync(join(workspace.dir, 'src'), 0o000);
        await repositories.removeWorkspaces(EXECUTION);
        expect(existsSync(workspace.dir)).toBe(false);
        expect(existsSync(workspace.home)).toBe(false);
        await repositories.removeWorkspaces(EXECUTION);
      });
    });

    describe('openResult', () => {
      it('leaves what would be merged, committed onto the base, and nothing else that the agent left', async () => {
        const { base, workspace } = await open();
        put(workspace, 'src/a.txt', 'changed\n');
        put(workspace, 'new.txt', 'new\n');
        put(workspace, 'ignored/bin/test', '#!/bin/sh\nexit 0\n');
        gitIn(workspace.dir, 'config', 'core.hooksPath', '/tmp/hooks');
        gitIn(workspace.dir, 'config', 'alias.status', '!true');
        put(workspace, '.git/info/exclude', '*\n');
        const { tree } = await importOf(workspace, base);
        await repositories.openResult(user.project, keyOf('task-1'), workspace, { base, tree });

        expect(existsSync(join(workspace.dir, 'ignored'))).toBe(false);
        expect(readFileSync(join(workspace.dir, 'src/a.txt'), 'utf8')).toBe('changed\n');
        expect(gitIn(workspace.dir, 'status', '--porcelain', '--ignored')).toBe('');
        expect(gitIn(workspace.dir, 'rev-parse', 'HEAD^{tree}', 'HEAD~1')).toBe(`${tree}\n${base}`);
        expect(gitIn(workspace.dir, 'diff', '--name-only', 'HEAD~1')).toBe('new.txt\nsrc/a.txt');
        expect(gitIn(workspace.dir, 'config', '--local', '--list')).not.toMatch(/hookspath|alias/);
        expect(gitIn(workspace.dir, 'branch', '--show-current')).toBe('nightshift/task-1');
        expect((await importOf(workspace, base)).tree).toBe(tree);
      });
    });

    describe('what is shared', () => {
      const shared = (...shares: string[]) => ({ ...user.project, shares });

      it('is named with the place where a workspace shows it, and is no part of a result', async () => {
        user.write('ignored/lib/index.js', 'x');
        const project = shared('ignored/lib');
        const { base } = await repositories.fetchBase(project);
        const workspace = await repositories.openWorkspace(project, keyOf('task-1'), base);
        const at = join(workspace.dir, 'ignored/lib');
        expect(workspace.shared).toEqual([{ from: join(user.dir, 'ignored/lib'), at }]);
        // What a sandbox leaves where it showed something.
        mkdirSync(at, { recursive: true });
        put(workspace, 'new.txt', 'x');
        expect(await repositories.importTree(project, workspace, base)).toMatchObject({
          changedFiles: ['new.txt'],
          ignored: [],
        });
      });

      it('is there, inside of the folder, and not committed', async () => {
        user.write('ignored/lib/index.js', 'x');
        user.write('node_modules/a/index.js', 'x');
        expect(await repositories.checkShares(user.dir, ['./ignored//lib', 'ignored/lib'])).toEqual({
          shares: ['ignored/lib'],
          known: [],
        });
        user.write('.gitignore', 'ignored/\nnode_modules\n');
        expect((await repositories.checkShares(user.dir, [])).known).toEqual(['node_modules']);
        for (const path of ['missing', '../elsewhere', '/etc', 'src', 'README.md', '.git/config']) {
          await expect(repositories.checkShares(user.dir, [path])).rejects.toMatchObject({ code: 'PROJECT_SHARE' });
        }
      });
    });

    describe('absentFiles', () => {
      it('names what is declared and not there, be it a file, a folder or a glob', async () => {
        const { base, workspace } = await open();
        put(workspace, 'docs/deep/a "b".md', 'x');
        const { tree } = await importOf(workspace, base);
        const there = ['src/a.txt', 'src/', 'src/*.txt', 'docs/**', '**/*.md'];
        expect(await repositories.absentFiles(user.project, tree, ['lib/', ...there, 'src/*.ts', 'src/c.txt'])).toEqual(
          ['lib/', 'src/*.ts', 'src/c.txt'],
        );
      });
    });

    describe('importTree', () => {
      it('takes over what was changed, made and removed, committed or not, and leaves ignored files out', async () => {
        const { base, workspace } = await open();
        put(workspace, 'src/a.txt', 'changed\n');
        gitIn(workspace.dir, 'commit', '-q', '-a', '-m', 'Committed by the agent');
        put(workspace, 'deep/er/new file "x"\n.txt', 'new');
        put(workspace, 'ignored/x', 'x');
        put(workspace, 'a.log', 'x');
        rmSync(join(workspace.dir, 'src/b.txt'));
        put(workspace, 'run.sh', '#!/bin/sh\n');
        chmodSync(join(workspace.dir, 'run.sh'), 0o4777);
        symlinkSync('../README.md', join(workspace.dir, 'src/link'));
        const imported = await importOf(workspace, base);
        expect(imported.changedFiles).toEqual([
          'deep/er/new file "x"\n.txt',
          'run.sh',
          'src/a.txt',
          'src/b.txt',
          'src/link',
        ]);
        const tip = await merged(
          repositories.merge(user.project, request('task-1', { base, tree: imported.tree, tip: base })),
        );
        const branch = await deliver(tip);
        expect(
          user
            .git('ls-tree', '-r', branch)
            .split('\n')
            .filter((line) => /run.sh|link/.test(line)),
        ).toEqual([
          expect.stringMatching(/^100755 blob .*run\.sh$/),
          expect.stringMatching(/^120000 blob .*src\/link$/),
        ]);
        expect(imported.ignored).toEqual(['a.log', 'ignored/']);
        expect(await importOf(workspace, base)).toEqual(imported);
      });

      it('gives the tree of the base when nothing was done', async () => {
        const { base, workspace } = await open();
        expect(await importOf(workspace, base)).toEqual({
          tree: user.git('rev-parse', 'HEAD^{tree}'),
          changedFiles: [],
          ignored: [],
        });
      });

      it.each([
        ['without its .git', (dir: string) => rmSync(join(dir, '.git'), { recursive: true })],
        ['with a wrecked .git', (dir: string) => writeFileSync(join(dir, '.git/HEAD'), '\0\0')],
        ['with another index', (dir: string) => writeFileSync(join(dir, '.git/index'), 'nonsense')],
        [
          'with a .git that leads elsewhere',
          (dir: string) => {
            rmSync(join(dir, '.git'), { recursive: true });
            writeFileSync(join(dir, '.git'), 'gitdir: /etc\n');
          },
        ],
        [
          'on another branch, detached, with a rewritten history',
          (dir: string) => {
            gitIn(dir, 'checkout', '-q', '--detach', 'HEAD~1');
            gitIn(dir, 'checkout', '-q', 'nightshift/task-1', '--', '.');
          },
        ],
      ])('takes over a workspace %s', async (_name, wreck) => {
        const { base, workspace } = await open();
        put(workspace, 'new.txt', 'x');
        wreck(workspace.dir);
        expect((await importOf(workspace, base)).changedFiles).toEqual(['new.txt']);
      });

      it('sees a change of the same size that comes at once, within a tick of the clock', async () => {
        for (let time = 0; time < 20; time++) {
          const { base, workspace } = await open();
          put(workspace, 'src/b.txt', 'B\n');
          expect((await importOf(workspace, base)).changedFiles).toEqual(['src/b.txt']);
        }
      });

      it('sees a change that keeps size and time', async () => {
        const { base, workspace } = await open();
        const file = join(workspace.dir, 'src/b.txt');
        const { atime, mtime } = statSync(file);
        writeFileSync(file, 'B\n');
        utimesSync(file, atime, mtime);
        expect((await importOf(workspace, base)).changedFiles).toEqual(['src/b.txt']);
      });

      it('takes an emptied workspace as one where everything was removed', async () => {
        const { base, workspace } = await open();
        for (const name of readdirSync(workspace.dir)) rmSync(join(workspace.dir, name), { recursive: true });
        expect((await importOf(workspace, base)).changedFiles).toEqual([
          '.gitignore',
          'README.md',
          'src/a.txt',
          'src/b.txt',
        ]);
        rmSync(workspace.dir, { recursive: true });
        await expect(importOf(workspace, base)).rejects.toMatchObject({ code: 'WORKSPACE_REFUSED' });
      });

      it('reads files that took away their own permissions', async () => {
        const { base, workspace } = await open();
        put(workspace, 'locked/file', 'x');
        chmodSync(join(workspace.dir, 'locked/file'), 0o000);
        chmodSync(join(workspace.dir, 'locked'), 0o000);
        expect((await importOf(workspace, base)).changedFiles).toEqual(['locked/file']);
      });

      it('takes bytes as they are, whatever attributes say', async () => {
        user.write('.gitattributes', '* text=auto eol=crlf ident\n*.bin working-tree-encoding=UTF-16\n');
        user.write('unix.txt', 'a\nb\n$Id$\n');
        user.commit('Attributes');
        const { base, workspace } = await open();
        expect(readFileSync(join(workspace.dir, 'unix.txt'), 'utf8')).toBe('a\nb\n$Id$\n');
        put(workspace, 'dos.txt', 'a\r\nb\r\n');
        put(workspace, 'raw.bin', 'plain');
        const { tree, changedFiles } = await importOf(workspace, base);
        expect(changedFiles).toEqual(['dos.txt', 'raw.bin']);
        const tip = await merged(repositories.merge(user.project, request('task-1', { base, tree, tip: base })));
        const branch = await deliver(tip);
        expect(
          execFileSync('git', ['-C', user.dir, 'cat-file', 'blob', `${branch}:dos.txt`], { encoding: 'utf8' }),
        ).toBe('a\r\nb\r\n');
      });

      it.each<[string, readonly string[], (dir: string) => void]>([
        ['a link to an absolute path', ['out'], (dir) => symlinkSync('/etc/passwd', join(dir, 'out'))],
        ['a link above the root', ['src/out'], (dir) => symlinkSync('../../x', join(dir, 'src/out'))],
        ['a link into .git', ['out'], (dir) => symlinkSync('.git/config', join(dir, 'out'))],
        [
          'a folder that became a link',
          ['src'],
          (dir) => {
            rmSync(join(dir, 'src'), { recursive: true });
            symlinkSync('/etc', join(dir, 'src'));
          },
        ],
        [
          'links that lead out only together',
          ['a/b/c'],
          (dir) => {
            mkdirSync(join(dir, 'a/b'), { recursive: true });
            symlinkSync('../src', join(dir, 'a/m'));
            symlinkSync('../m/../../x', join(dir, 'a/b/c'));
          },
        ],
        [
          'links in a circle',
          ['one', 'two'],
          (dir) => {
            symlinkSync('two', join(dir, 'one'));
            symlinkSync('one', join(dir, 'two'));
          },
        ],
        ['a pipe', ['pipe'], (dir) => spawnSync('mkfifo', [join(dir, 'pipe')])],
        [
          'a pipe in place of a file',
          ['README.md'],
          (dir) => {
            rmSync(join(dir, 'README.md'));
            spawnSync('mkfifo', [join(dir, 'README.md')]);
          },
        ],
        [
          'a repository inside',
          ['sub/.git'],
          (dir) => {
            gitIn(dir, 'init', '-q', 'sub');
            writeFileSync(join(dir, 'sub/x'), 'x');
            gitIn(join(dir, 'sub'), 'add', '-A');
            gitIn(join(dir, 'sub'), '-c', 'user.name=x', '-c', 'user.email=x', 'commit', '-q', '-m', 'x');
          },
        ],
        ['a repository inside, without commits', ['sub/.git'], (dir) => void gitIn(dir, 'init', '-q', 'sub')],
        [
          'a .git file inside',
          ['sub/.git'],
          (dir) => {
            mkdirSync(join(dir, 'sub'));
            writeFileSync(join(dir, 'sub/.git'), 'gitdir: /etc');
          },
        ],
        [
          'another spelling of .git',
          ['.GIT'],
          (dir) => {
            mkdirSync(join(dir, '.GIT'));
            writeFileSync(join(dir, '.GIT/config'), 'x');
          },
        ],
        [
          'a name that is .git elsewhere',
          ['git~1/config'],
          (dir) => {
            mkdirSync(join(dir, 'git~1'));
            writeFileSync(join(dir, 'git~1/config'), 'x');
          },
        ],
      ])('refuses %s', async (_name, paths, make) => {
        const { base, workspace } = await open();
        make(workspace.dir);
        await expect(importOf(workspace, base)).rejects.toMatchObject({
          kind: 'user',
          code: 'WORKSPACE_REFUSED',
          details: { paths },
          hint: expect.stringMatching(/./),
        });
      });

      it('leaves alone what is refused only where it is ignored', async () => {
        const { base, workspace } = await open();
        mkdirSync(join(workspace.dir, 'ignored/sub'), { recursive: true });
        gitIn(join(workspace.dir, 'ignored/sub'), 'init', '-q');
        spawnSync('mkfifo', [join(workspace.dir, 'ignored/pipe')]);
        symlinkSync('/etc', join(workspace.dir, 'ignored/out'));
        expect((await importOf(workspace, base)).changedFiles).toEqual([]);
      });

      it('keeps a link out of the repository that was there before, and a submodule as it is', async () => {
        symlinkSync('/usr/share/doc', join(user.dir, 'docs'));
        user.commit('Link');
        user.git('update-index', '--add', '--cacheinfo', `160000,${user.git('rev-parse', 'HEAD')},module`);
        mkdirSync(join(user.dir, 'module'));
        user.git('commit', '-q', '-m', 'Submodule');
        const { base, workspace } = await open();
        put(workspace, 'new.txt', 'x');
        symlinkSync('new.txt', join(workspace.dir, 'inside'));
        expect((await importOf(workspace, base)).changedFiles).toEqual(['inside', 'new.txt']);
      });
    });

    describe('merge', () => {
      it('makes one commit on the tip, the same for the same request', async () => {
        const { base, workspace } = await open();
        put(workspace, 'new.txt', 'x');
        const { tree } = await importOf(workspace, base);
        const first = await repositories.merge(user.project, request('task-1', { base, tree, tip: base }));
        expect(await repositories.merge(user.project, request('task-1', { base, tree, tip: base }))).toEqual(first);
        const branch = await deliver(await merged(Promise.resolve(first)));
        expect(user.git('log', '-1', '--format=%P|%an|%ae|%cn|%at|%ct|%B', branch)).toBe(
          `${base}|nightshift|nightshift@localhost|nightshift|1795230245|1795230245|Do task-1\n\nBecause.`,
        );
      });

      it('brings side-by-side changes together, also in one file', async () => {
        const { base } = await open();
        const one = await merged(work('t1', base, base, (w) => put(w, 'src/a.txt', 'ONE\ntwo\nthree\nfour\nfive\n')));
        const two = await merged(work('t2', one, base, (w) => put(w, 'src/a.txt', 'one\ntwo\nthree\nfour\nFIVE\n')));
        const three = await merged(work('t3', two, base, (w) => put(w, 'new.txt', 'x')));
        const branch = await deliver(three);
        expect(user.git('show', `${branch}:src/a.txt`)).toBe('ONE\ntwo\nthree\nfour\nFIVE');
        expect(user.git('rev-list', '--count', `${base}..${branch}`)).toBe('3');
        expect(user.git('rev-list', '--merges', branch)).toBe('');
      });

      it('merges against the base that the attempt had, also when the tip went elsewhere', async () => {
        const { base } = await open();
        const rolledBack = await merged(work('t1', base, base, (w) => put(w, 'one.txt', '1')));
        const onOne = await merged(work('t2', rolledBack, rolledBack, (w) => put(w, 'two.txt', '2')));
        expect(onOne).not.toBe(base);
        const three = await merged(work('t3', base, rolledBack, (w) => put(w, 'three.txt', '3')));
        const branch = await deliver(three);
        expect(user.git('ls-tree', '-r', '--name-only', branch).split('\n')).not.toContain('one.txt');
        expect(user.git('ls-tree', '-r', '--name-only', branch).split('\n')).toContain('three.txt');
      });

      it('names the files of a conflict and moves nothing', async () => {
        const { base } = await open();
        const one = await merged(work('t1', base, base, (w) => put(w, 'src/a.txt', 'mine\n')));
        const before = fingerprint(user.dir);
        const result = await work('t2', one, base, (w) => {
          put(w, 'src/a.txt', 'yours\n');
          rmSync(join(w.dir, 'README.md'));
        });
        expect(result).toEqual({ type: 'conflict', files: ['src/a.txt'] });
        expect(fingerprint(user.dir)).toBe(before);
      });

      it('answers with the tip when there is nothing to merge', async () => {
        const { base } = await open();
        expect(await work('t1', base, base, () => undefined)).toEqual({ type: 'merged', commit: base });
        const one = await merged(work('t2', base, base, (w) => put(w, 'x', 'x')));
        expect(await work('t3', one, base, (w) => put(w, 'x', 'x'))).toEqual({ type: 'merged', commit: one });
      });

      it('opens the next workspace at the tip, and takes any date and message', async () => {
        const { base, workspace } = await open();
        put(workspace, 'x', 'x');
        const { tree } = await importOf(workspace, base);
        const odd = {
          ...request('task-1', { base, tree, tip: base }),
          message: '--option\0 # not a comment\n"ü"',
          date: '2026-01-01T00:00:00+02:00',
        };
        const tip = await merged(repositories.merge(user.project, odd));
        await repositories.setTip(user.project, { execution: EXECUTION, epoch: 1 }, base);
        await repositories.setTip(user.project, { execution: EXECUTION, epoch: 1 }, tip);
        const next = await repositories.openWorkspace(user.project, keyOf('task-2'), tip);
        expect(gitIn(next.dir, 'log', '-1', '--format=%at %B')).toBe('1767218400 --option # not a comment\n"ü"');
        expect(readFileSync(join(next.dir, 'x'), 'utf8')).toBe('x');
      });
    });

    describe('deliver', () => {
      const result = async (text = 'x') => {
        const { base } = await repositories.fetchBase(user.project);
        return merged(work(`t-${text}`, base, base, (w) => put(w, 'result.txt', text)));
      };

      it('makes one new branch and touches nothing else', async () => {
        user.write('src/a.txt', 'in the middle of something');
        user.git('add', 'src/a.txt');
        user.write('untracked', 'x');
        const files = () =>
          fingerprint(user.dir)
            .split('\n')
            .filter((line) => !line.startsWith('/.git/objects') && !line.includes('/nightshift'))
            .join('\n');
        const tip = await result();
        const before = files();
        const branch = await deliver(tip, 'Größer & besser: Plan #7!');
        expect(branch).toBe('nightshift/gro-er-besser-plan-7-3b1f00c0');
        expect(user.git('rev-parse', branch)).toBe(tip);
        expect(files()).toBe(before);
        expect(user.git('branch', '--format=%(refname:short)').split('\n')).toEqual(['main', branch]);
        expect(user.git('fsck', '--connectivity-only')).not.toMatch(/missing|error/);
      });

      it('goes by the commit: the integration branch may still stand where it was before the last merge', async () => {
        const { base } = await repositories.fetchBase(user.project);
        await repositories.setTip(user.project, { execution: EXECUTION, epoch: 1 }, base);
        const tip = await merged(work('t', base, base, (workspace) => put(workspace, 'new', 'new\n')));
        user.git('config', 'protocol.version', '0');
        expect(user.git('rev-parse', await deliver(tip))).toBe(tip);
      });

      it('gives the same name again', async () => {
        const tip = await result();
        const branch = await deliver(tip);
        expect(await deliver(tip)).toBe(branch);
        expect(await deliver(tip, '日本語')).toMatch(/^nightshift\/plan-/);
      });

      const more = async (tip: string) =>
        merged(work('t-more', tip, tip, (workspace) => put(workspace, 'more.txt', 'more')));

      it('moves its one branch on when a retry adds to the result, and stays there when the first comes again', async () => {
        const first = await result();
        const branch = await deliver(first);
        const second = await more(first);
        expect(await deliver(second)).toBe(branch);
        expect(user.git('rev-parse', branch)).toBe(second);
        expect(await deliver(first)).toBe(branch);
        expect(user.git('branch', '--format=%(refname:short)').split('\n')).toEqual(['main', branch]);
        expect(user.git('rev-parse', branch)).toBe(second);
      });

      it('leaves its branch alone where somebody has it checked out', async () => {
        const first = await result();
        const branch = await deliver(first);
        user.git('checkout', '-q', branch);
        expect(await deliver(await more(first))).toBe(`${branch}-2`);
        expect(user.git('rev-parse', branch)).toBe(first);
      });

      it('never moves a branch that holds something else', async () => {
        const [one, two] = [await result('one'), await result('two')];
        const branch = await deliver(one);
        const second = await deliver(two);
        expect(second).toBe(`${branch}-2`);
        expect(user.git('rev-parse', branch)).toBe(one);
        expect(await deliver(two)).toBe(second);
      });

      it('finds a name although a branch is called nightshift', async () => {
        user.git('branch', 'nightshift');
        const tip = await result();
        const branch = await deliver(tip);
        expect(user.git('rev-parse', branch)).toBe(tip);
      });
    });

    describe('apply', () => {
      const branchWith = async (change: (w: Workspace) => void) => {
        const { base } = await repositories.fetchBase(user.project);
        return deliver(await merged(work('t', base, base, change)));
      };

      it('goes forward, names what changed, and keeps what is not committed', async () => {
        const branch = await branchWith((w) => {
          put(w, 'result.txt', 'x');
          rmSync(join(w.dir, 'src/b.txt'));
        });
        user.write('src/a.txt', 'not committed');
        user.write('mine.txt', 'not committed');
        const applied = await repositories.apply(user.dir, branch);
        expect(applied).toEqual({
          commit: user.git('rev-parse', branch),
          changedFiles: ['result.txt', 'src/b.txt'],
          wasApplied: false,
        });
        expect(user.git('rev-parse', 'main')).toBe(applied.commit);
        expect(readFileSync(join(user.dir, 'result.txt'), 'utf8')).toBe('x');
        expect(readFileSync(join(user.dir, 'src/a.txt'), 'utf8')).toBe('not committed');
        expect(await repositories.apply(user.dir, branch)).toEqual({
          commit: applied.commit,
          changedFiles: [],
          wasApplied: true,
        });
      });

      it('merges when the user went on', async () => {
        const branch = await branchWith((w) => put(w, 'result.txt', 'x'));
        user.write('other.txt', 'mine');
        const mine = user.commit('Mine');
        const { commit, changedFiles } = await repositories.apply(user.dir, branch);
        expect(changedFiles).toEqual(['result.txt']);
        expect(user.git('log', '-1', '--format=%P', commit)).toBe(`${mine} ${user.git('rev-parse', branch)}`);
        expect(user.git('log', '-1', '--format=%an')).toBe('A User');
      });

      it('refuses to overwrite what is not committed, and changes nothing', async () => {
        const branch = await branchWith((w) => {
          put(w, 'src/a.txt', 'theirs\n');
          put(w, 'new/file.txt', 'theirs\n');
        });
        for (const path of ['src/a.txt', 'new/file.txt']) {
          user.write(path, 'mine\n');
          const before = fingerprint(user.dir);
          await expect(repositories.apply(user.dir, branch)).rejects.toMatchObject({
            code: 'APPLY_DIRTY',
            details: { files: [path] },
          });
          expect(fingerprint(user.dir)).toBe(before);
          user.git('stash', '-q', '--include-untracked');
        }
      });

      it('names the files of a conflict, and leaves everything as it was', async () => {
        const branch = await branchWith((w) => put(w, 'src/a.txt', 'theirs\n'));
        user.write('src/a.txt', 'mine\n');
        const head = user.commit('Mine');
        user.write('mine.txt', 'not committed');
        await expect(repositories.apply(user.dir, branch)).rejects.toMatchObject({
          code: 'APPLY_CONFLICT',
          details: { files: ['src/a.txt'] },
          hint: expect.stringContaining('git merge'),
        });
        expect(user.git('rev-parse', 'HEAD')).toBe(head);
        expect(user.git('status', '--porcelain')).toBe('?? mine.txt');
      });

      it.each([
        ['a merge with conflicts', 'PROJECT_CONFLICTED', () => spawnSync('git', ['-C', user.dir, 'merge', 'other'])],
        [
          'a merge that is resolved and not committed',
          'PROJECT_IN_MERGE',
          () => {
            spawnSync('git', ['-C', user.dir, 'merge', 'other']);
            user.git('add', '-A');
          },
        ],
        [
          'a rebase with conflicts',
          'PROJECT_CONFLICTED',
          () => spawnSync('git', ['-C', user.dir, 'rebase', '-q', 'other']),
        ],
        [
          'a stash that did not fit',
          'PROJECT_CONFLICTED',
          () => {
            user.write('src/a.txt', 'stashed\n');
            user.git('stash', '-q');
            user.write('src/a.txt', 'later\n');
            user.commit('Later');
            spawnSync('git', ['-C', user.dir, 'stash', 'pop']);
          },
        ],
      ])('leaves %s as it is', async (_, code, begin) => {
        const branch = await branchWith((w) => put(w, 'new.txt', 'theirs\n'));
        makeConflict(user);
        begin();
        user.write('src/a.txt', 'hours of work\n');
        const before = fingerprint(user.dir);
        await expect(repositories.apply(user.dir, branch)).rejects.toMatchObject({
          kind: 'user',
          code,
          hint: expect.stringMatching(/./),
        });
        expect(fingerprint(user.dir)).toBe(before);
      });

      it('refuses a branch that is not there', async () => {
        for (const branch of ['nightshift/none', '--all', 'HEAD~1', '']) {
          await expect(repositories.apply(user.dir, branch)).rejects.toMatchObject({ code: 'APPLY_NO_BRANCH' });
        }
      });
    });
  });
}

function makeConflict(user: UserRepositoryFixture): void {
  user.git('checkout', '-q', '-b', 'other');
  user.write('src/a.txt', 'other\n');
  user.commit('Other');
  user.git('checkout', '-q', 'main');
  user.write('src/a.txt', 'main\n');
  user.commit('Main');
}
