import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { asTaskId } from '../../../runtime/core/ids';
import { EXECUTION, gitIn, keyOf } from '../../support/user-repository';
import type { RepositoriesBench } from './repositories-bench';

export function opensWorkspaces(bench: RepositoriesBench): void {
  describe('openWorkspace', () => {
    it('gives a clean clone at the base, on the task’s branch, that can be committed to', async () => {
      const { base, workspace } = await bench.open();
      expect(gitIn(workspace.dir, 'status', '--porcelain', '--branch')).toBe('## nightshift/task-1');
      expect(gitIn(workspace.dir, 'rev-parse', 'HEAD')).toBe(base);
      expect(gitIn(workspace.dir, 'log', '--format=%s')).toBe('Second\nFirst');
      expect(gitIn(workspace.dir, 'fsck')).toBe('');
      bench.put(workspace, 'x.txt', 'x');
      gitIn(workspace.dir, 'add', '-A');
      gitIn(workspace.dir, 'commit', '-q', '-m', 'Mine');
      expect(gitIn(workspace.dir, 'log', '-1', '--format=%an <%ae>')).toBe('nightshift <nightshift@localhost>');
      expect(gitIn(workspace.dir, 'remote')).toBe('');
    });

    it('works with nothing but the workspace and what it names as read-only in sight', async () => {
      const { workspace } = await bench.open();
      expect(workspace.readOnly.length).toBeGreaterThan(0);
      for (const path of workspace.readOnly) expect(statSync(path).isDirectory()).toBe(true);
      expect(workspace.readOnly.join()).not.toContain(bench.user.dir);
    });

    it('starts clean after an attempt that left dirt, and keeps the task’s home', async () => {
      const { base, workspace } = await bench.open('task-1', 1);
      bench.put(workspace, 'src/a.txt', 'dirt');
      bench.put(workspace, 'left-over', 'dirt');
      writeFileSync(join(workspace.dir, '.git/index.lock'), '');
      mkdirSync(join(workspace.dir, 'locked'));
      writeFileSync(join(workspace.dir, 'locked/file'), 'x');
      chmodSync(join(workspace.dir, 'locked'), 0o000);
      writeFileSync(join(workspace.home, 'session'), 'kept');
      const next = await bench.repositories.openWorkspace(bench.user.project, keyOf('task-1', 2), base);
      expect(next.dir).not.toBe(workspace.dir);
      expect(existsSync(workspace.dir)).toBe(false);
      expect(gitIn(next.dir, 'status', '--porcelain')).toBe('');
      expect(readFileSync(join(next.home, 'session'), 'utf8')).toBe('kept');
      bench.put(next, 'again', 'dirt');
      const repeated = await bench.repositories.openWorkspace(bench.user.project, keyOf('task-1', 2), base);
      expect(repeated).toEqual(next);
      expect(gitIn(next.dir, 'status', '--porcelain')).toBe('');
    });

    it('keeps tasks apart, whatever their ids look like', async () => {
      const { base } = await bench.repositories.fetchBase(bench.user.project);
      const ids = ['a', '..', '../a', 'a/b', '.git', 'x.lock', 'ä b', '-rf', 'a..b', '%2e', 'a.'];
      const opened = await Promise.all(
        ids.map((id) => bench.repositories.openWorkspace(bench.user.project, keyOf(id), base)),
      );
      expect(new Set(opened.map((workspace) => workspace.dir)).size).toBe(ids.length);
      for (const { dir } of opened) {
        expect(dir.startsWith(`${join(bench.user.root, 'nightshift home')}/`)).toBe(true);
        expect(gitIn(dir, 'status', '--porcelain', '--branch')).toMatch(/^## nightshift\/\S+$/);
      }
    });

    it('gives an empty folder where there is no project', async () => {
      const scratch = await bench.repositories.openScratch(keyOf('task-1'));
      expect(readdirSync(scratch.dir)).toEqual([]);
      expect(statSync(scratch.home).isDirectory()).toBe(true);
      expect(scratch.readOnly).toEqual([]);
    });

    it('gives a clean home beside, empty at every attempt and whenever it is emptied', async () => {
      const { base, workspace } = await bench.open();
      expect([workspace.dir, workspace.home]).not.toContain(workspace.cleanHome);
      for (const opened of [workspace, await bench.repositories.openScratch(keyOf('task-2'))]) {
        expect(readdirSync(opened.cleanHome)).toEqual([]);
        mkdirSync(join(opened.cleanHome, 'locked'));
        writeFileSync(join(opened.cleanHome, 'locked/.npmrc'), 'x');
        chmodSync(join(opened.cleanHome, 'locked'), 0o000);
        await bench.repositories.emptyCleanHome(opened);
        expect(readdirSync(opened.cleanHome)).toEqual([]);
      }
      rmSync(workspace.cleanHome, { recursive: true });
      symlinkSync(workspace.home, workspace.cleanHome);
      writeFileSync(join(workspace.home, 'session'), 'kept');
      await bench.repositories.emptyCleanHome(workspace);
      expect(readdirSync(workspace.cleanHome)).toEqual([]);
      expect(readFileSync(join(workspace.home, 'session'), 'utf8')).toBe('kept');
      writeFileSync(join(workspace.cleanHome, 'x'), 'x');
      const next = await bench.repositories.openWorkspace(bench.user.project, keyOf('task-1', 2), base);
      expect(readdirSync(next.cleanHome)).toEqual([]);
    });

    it('leaves nothing of a task once its workspaces are removed, and others as they were', async () => {
      const { workspace } = await bench.open();
      const other = await bench.repositories.openWorkspace(
        bench.user.project,
        keyOf('task-2', 1),
        bench.user.git('rev-parse', 'HEAD'),
      );
      await bench.repositories.removeWorkspaces(EXECUTION, asTaskId('task-1'));
      expect([workspace.dir, workspace.home, other.dir].map((path) => existsSync(path))).toEqual([false, false, true]);
    });

    it('leaves nothing of an execution once its workspaces are removed', async () => {
      const { workspace } = await bench.open();
      chmodSync(join(workspace.dir, 'src'), 0o000);
      await bench.repositories.removeWorkspaces(EXECUTION);
      expect(existsSync(workspace.dir)).toBe(false);
      expect(existsSync(workspace.home)).toBe(false);
      await bench.repositories.removeWorkspaces(EXECUTION);
    });
  });

  describe('openResult', () => {
    it('leaves what would be merged, committed onto the base, and nothing else that the agent left', async () => {
      const { base, workspace } = await bench.open();
      bench.put(workspace, 'src/a.txt', 'changed\n');
      bench.put(workspace, 'new.txt', 'new\n');
      bench.put(workspace, 'ignored/bin/test', '#!/bin/sh\nexit 0\n');
      gitIn(workspace.dir, 'config', 'core.hooksPath', '/tmp/hooks');
      gitIn(workspace.dir, 'config', 'alias.status', '!true');
      bench.put(workspace, '.git/info/exclude', '*\n');
      const { tree } = await bench.importOf(workspace, base);
      await bench.repositories.openResult(bench.user.project, keyOf('task-1'), workspace, { base, tree });

      expect(existsSync(join(workspace.dir, 'ignored'))).toBe(false);
      expect(readFileSync(join(workspace.dir, 'src/a.txt'), 'utf8')).toBe('changed\n');
      expect(gitIn(workspace.dir, 'status', '--porcelain', '--ignored')).toBe('');
      expect(gitIn(workspace.dir, 'rev-parse', 'HEAD^{tree}', 'HEAD~1')).toBe(`${tree}\n${base}`);
      expect(gitIn(workspace.dir, 'diff', '--name-only', 'HEAD~1')).toBe('new.txt\nsrc/a.txt');
      expect(gitIn(workspace.dir, 'config', '--local', '--list')).not.toMatch(/hookspath|alias/);
      expect(gitIn(workspace.dir, 'branch', '--show-current')).toBe('nightshift/task-1');
      expect((await bench.importOf(workspace, base)).tree).toBe(tree);
    });
  });

  describe('what is shared', () => {
    const shared = (...shares: string[]) => ({ ...bench.user.project, shares });

    it('is named with the place where a workspace shows it, and is no part of a result', async () => {
      bench.user.write('ignored/lib/index.js', 'x');
      const project = shared('ignored/lib');
      const { base } = await bench.repositories.fetchBase(project);
      const workspace = await bench.repositories.openWorkspace(project, keyOf('task-1'), base);
      const at = join(workspace.dir, 'ignored/lib');
      expect(workspace.shared).toEqual([{ from: join(bench.user.dir, 'ignored/lib'), at }]);
      // What a sandbox leaves where it showed something.
      mkdirSync(at, { recursive: true });
      bench.put(workspace, 'new.txt', 'x');
      expect(await bench.repositories.importTree(project, workspace, base)).toMatchObject({
        changedFiles: ['new.txt'],
        ignored: [],
      });
    });

    it('is there, inside of the folder, and not committed', async () => {
      bench.user.write('ignored/lib/index.js', 'x');
      bench.user.write('node_modules/a/index.js', 'x');
      expect(await bench.repositories.checkShares(bench.user.dir, ['./ignored//lib', 'ignored/lib'])).toEqual({
        shares: ['ignored/lib'],
        known: [],
      });
      bench.user.write('.gitignore', 'ignored/\nnode_modules\n');
      expect((await bench.repositories.checkShares(bench.user.dir, [])).known).toEqual(['node_modules']);
      for (const path of ['missing', '../elsewhere', '/etc', 'src', 'README.md', '.git/config']) {
        await expect(bench.repositories.checkShares(bench.user.dir, [path])).rejects.toMatchObject({
          code: 'PROJECT_SHARE',
        });
      }
    });
  });
}
