import { spawnSync } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { EXECUTION, fingerprint, gitIn, keyOf, makeConflict } from '../../support/user-repository';
import type { RepositoriesBench } from './repositories-bench';

export function inspectsProjects(bench: RepositoriesBench): void {
  describe('inspect', () => {
    it('says what a folder is, from anywhere in it, and changes nothing', async () => {
      bench.user.write('new/file.txt', 'new');
      bench.user.write('src/a.txt', 'changed');
      bench.user.write('debug.log', 'ignored');
      const before = fingerprint(bench.user.dir);
      const facts = await bench.repositories.inspect(join(bench.user.dir, 'src'));
      expect(facts).toEqual({
        dir: bench.user.dir,
        head: bench.user.git('rev-parse', 'HEAD'),
        branch: 'main',
        dirty: ['new/', 'src/a.txt'],
      });
      expect(fingerprint(bench.user.dir)).toBe(before);
    });

    it('follows links to the folder, and leaves the branch out when HEAD is detached', async () => {
      symlinkSync(bench.user.dir, join(bench.user.root, 'link'));
      bench.user.git('checkout', '-q', '--detach');
      const facts = await bench.repositories.inspect(join(bench.user.root, 'link'));
      expect(facts.dir).toBe(bench.user.dir);
      expect(facts).not.toHaveProperty('branch');
    });

    it('accepts a linked worktree and a shallow clone', async () => {
      bench.user.git('worktree', 'add', '-q', join(bench.user.root, 'tree'));
      expect(await bench.repositories.inspect(join(bench.user.root, 'tree'))).toMatchObject({ branch: 'tree' });
      gitIn(bench.user.root, 'clone', '-q', '--depth', '1', `file://${bench.user.dir}`, 'shallow');
      expect(await bench.repositories.inspect(join(bench.user.root, 'shallow'))).toMatchObject({
        branch: 'main',
        dirty: [],
      });
    });

    it.each<[string, () => string, RegExp?]>([
      ['PROJECT_NOT_A_FOLDER', () => join(bench.user.dir, 'nothing')],
      ['PROJECT_NOT_A_FOLDER', () => join(bench.user.dir, 'README.md')],
      ['PROJECT_NOT_GIT', () => bench.user.root],
      [
        'PROJECT_BARE',
        () => {
          gitIn(bench.user.root, 'clone', '-q', '--bare', bench.user.dir, 'bare.git');
          return join(bench.user.root, 'bare.git');
        },
      ],
      [
        'PROJECT_NO_COMMITS',
        () => {
          gitIn(bench.user.root, 'init', '-q', 'empty');
          return join(bench.user.root, 'empty');
        },
      ],
      [
        'PROJECT_CONFLICTED',
        () => {
          makeConflict(bench.user);
          spawnSync('git', ['-C', bench.user.dir, 'merge', 'other']);
          return bench.user.dir;
        },
      ],
      [
        'PROJECT_IN_REBASE',
        () => {
          spawnSync('git', ['-C', bench.user.dir, 'rebase', '-x', 'false', 'HEAD~1']);
          return bench.user.dir;
        },
      ],
      [
        'PROJECT_IN_MERGE',
        () => {
          bench.user.git('checkout', '-q', '-b', 'side', 'HEAD~1');
          bench.user.write('side.txt', 'x');
          bench.user.commit('Side');
          bench.user.git('merge', '-q', '--no-commit', '--no-ff', 'main');
          return bench.user.dir;
        },
        /\(`git merge --continue`\) .*\(`git merge --abort`\)\.$/,
      ],
      [
        'PROJECT_IN_MERGE',
        () => {
          makeConflict(bench.user);
          spawnSync('git', ['-C', bench.user.dir, 'cherry-pick', 'other']);
          spawnSync('git', ['-C', bench.user.dir, 'add', '-A']);
          return bench.user.dir;
        },
        /git cherry-pick --abort/,
      ],
    ])('refuses with %s and the next step', async (code, make, hint = /./) => {
      await expect(bench.repositories.inspect(make())).rejects.toMatchObject({
        kind: 'user',
        code,
        hint: expect.stringMatching(hint),
      });
    });
  });

  describe('fetchBase', () => {
    it('answers with HEAD and what is left out, and leaves the user’s folder as it was', async () => {
      bench.user.write('draft.md', 'not committed');
      const before = fingerprint(bench.user.dir);
      const answer = await bench.repositories.fetchBase(bench.user.project);
      expect(answer).toEqual({ base: bench.user.git('rev-parse', 'HEAD'), leftOut: ['draft.md'] });
      expect(fingerprint(bench.user.dir)).toBe(before);
      expect(await bench.repositories.fetchBase(bench.user.project)).toEqual(answer);
    });

    it('takes a commit or branch that is named, and refuses one that is not there', async () => {
      const first = bench.user.git('rev-parse', 'HEAD~1');
      expect((await bench.repositories.fetchBase(bench.user.project, first)).base).toBe(first);
      expect((await bench.repositories.fetchBase(bench.user.project, 'main~1')).base).toBe(first);
      for (const wrong of ['nothing', '0'.repeat(40), '--all', '']) {
        await expect(bench.repositories.fetchBase(bench.user.project, wrong)).rejects.toMatchObject({
          code: 'PROJECT_UNKNOWN_COMMIT',
        });
      }
    });

    it('goes on working when the user’s repository loses the commit', async () => {
      const { base } = await bench.repositories.fetchBase(bench.user.project);
      bench.user.git('reset', '-q', '--hard', 'HEAD~1');
      bench.user.git('reflog', 'expire', '--expire=now', '--all');
      bench.user.git('gc', '-q', '--prune=now');
      const workspace = await bench.repositories.openWorkspace(bench.user.project, keyOf('task-1'), base);
      expect(readFileSync(join(workspace.dir, 'src/b.txt'), 'utf8')).toBe('b\n');
    });

    it('can be asked by several at once', async () => {
      const answers = await Promise.all(
        Array.from({ length: 6 }, () => bench.repositories.fetchBase(bench.user.project)),
      );
      expect(new Set(answers.map((answer) => answer.base)).size).toBe(1);
    });

    it('fetches from a shallow clone, and delivers to it', async () => {
      gitIn(bench.user.root, 'clone', '-q', '--depth', '1', `file://${bench.user.dir}`, 'shallow');
      const project = { ...bench.user.project, dir: join(bench.user.root, 'shallow') };
      const { base } = await bench.repositories.fetchBase(project);
      const workspace = await bench.repositories.openWorkspace(project, keyOf('task-1'), base);
      expect(gitIn(workspace.dir, 'log', '--format=%s')).toBe('Second');
      bench.put(workspace, 'new.txt', 'x');
      const { tree } = await bench.repositories.importTree(project, workspace, base);
      const result = await bench.repositories.merge(project, bench.request('task-1', { base, tree, tip: base }));
      if (result.type !== 'merged') throw new Error('conflict');
      const branch = await bench.repositories.deliver(project, {
        execution: EXECUTION,
        tip: result.commit,
        title: 'x',
      });
      expect(gitIn(project.dir, 'show', `${branch}:new.txt`)).toBe('x');
    });

    (process.getuid?.() === 0 ? it : it.skip)('reads a repository that belongs to another user', async () => {
      spawnSync('chown', ['-R', 'nobody', bench.user.dir]);
      const { base, workspace } = await bench.open();
      bench.put(workspace, 'new.txt', 'x');
      const { tree } = await bench.importOf(workspace, base);
      const result = await bench.repositories.merge(
        bench.user.project,
        bench.request('task-1', { base, tree, tip: base }),
      );
      expect(result.type).toBe('merged');
    });
  });
}
