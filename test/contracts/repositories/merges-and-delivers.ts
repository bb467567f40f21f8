import { mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EXECUTION, fingerprint, gitIn, keyOf } from '../../support/user-repository';
import type { RepositoriesBench } from './repositories-bench';

export function mergesAndDelivers(bench: RepositoriesBench): void {
  describe('merge', () => {
    it('makes one commit on the tip, the same for the same request', async () => {
      const { base, workspace } = await bench.open();
      bench.put(workspace, 'new.txt', 'x');
      const { tree } = await bench.importOf(workspace, base);
      const first = await bench.repositories.merge(
        bench.user.project,
        bench.request('task-1', { base, tree, tip: base }),
      );
      expect(
        await bench.repositories.merge(bench.user.project, bench.request('task-1', { base, tree, tip: base })),
      ).toEqual(first);
      const branch = await bench.deliver(await bench.merged(Promise.resolve(first)));
      expect(bench.user.git('log', '-1', '--format=%P|%an|%ae|%cn|%at|%ct|%B', branch)).toBe(
        `${base}|nightshift|nightshift@localhost|nightshift|1795230245|1795230245|Do task-1\n\nBecause.`,
      );
    });

    it('brings side-by-side changes together, also in one file', async () => {
      const { base } = await bench.open();
      const one = await bench.merged(
        bench.work('t1', base, base, (w) => bench.put(w, 'src/a.txt', 'ONE\ntwo\nthree\nfour\nfive\n')),
      );
      const two = await bench.merged(
        bench.work('t2', one, base, (w) => bench.put(w, 'src/a.txt', 'one\ntwo\nthree\nfour\nFIVE\n')),
      );
      const three = await bench.merged(bench.work('t3', two, base, (w) => bench.put(w, 'new.txt', 'x')));
      const branch = await bench.deliver(three);
      expect(bench.user.git('show', `${branch}:src/a.txt`)).toBe('ONE\ntwo\nthree\nfour\nFIVE');
      expect(bench.user.git('rev-list', '--count', `${base}..${branch}`)).toBe('3');
      expect(bench.user.git('rev-list', '--merges', branch)).toBe('');
    });

    it('merges against the base that the attempt had, also when the tip went elsewhere', async () => {
      const { base } = await bench.open();
      const rolledBack = await bench.merged(bench.work('t1', base, base, (w) => bench.put(w, 'one.txt', '1')));
      const onOne = await bench.merged(bench.work('t2', rolledBack, rolledBack, (w) => bench.put(w, 'two.txt', '2')));
      expect(onOne).not.toBe(base);
      const three = await bench.merged(bench.work('t3', base, rolledBack, (w) => bench.put(w, 'three.txt', '3')));
      const branch = await bench.deliver(three);
      expect(bench.user.git('ls-tree', '-r', '--name-only', branch).split('\n')).not.toContain('one.txt');
      expect(bench.user.git('ls-tree', '-r', '--name-only', branch).split('\n')).toContain('three.txt');
    });

    it('names the files of a conflict and moves nothing', async () => {
      const { base } = await bench.open();
      const one = await bench.merged(bench.work('t1', base, base, (w) => bench.put(w, 'src/a.txt', 'mine\n')));
      const before = fingerprint(bench.user.dir);
      const result = await bench.work('t2', one, base, (w) => {
        bench.put(w, 'src/a.txt', 'yours\n');
        rmSync(join(w.dir, 'README.md'));
      });
      expect(result).toEqual({ type: 'conflict', files: ['src/a.txt'] });
      expect(fingerprint(bench.user.dir)).toBe(before);
    });

    it('answers with the tip when there is nothing to merge', async () => {
      const { base } = await bench.open();
      expect(await bench.work('t1', base, base, () => undefined)).toEqual({ type: 'merged', commit: base });
      const one = await bench.merged(bench.work('t2', base, base, (w) => bench.put(w, 'x', 'x')));
      expect(await bench.work('t3', one, base, (w) => bench.put(w, 'x', 'x'))).toEqual({ type: 'merged', commit: one });
    });

    it('opens the next workspace at the tip, and takes any date and message', async () => {
      const { base, workspace } = await bench.open();
      bench.put(workspace, 'x', 'x');
      const { tree } = await bench.importOf(workspace, base);
      const odd = {
        ...bench.request('task-1', { base, tree, tip: base }),
        message: '--option\0 # not a comment\n"ü"',
        date: '2026-01-01T00:00:00+02:00',
      };
      const tip = await bench.merged(bench.repositories.merge(bench.user.project, odd));
      await bench.repositories.setTip(bench.user.project, { execution: EXECUTION, epoch: 1 }, base);
      await bench.repositories.setTip(bench.user.project, { execution: EXECUTION, epoch: 1 }, tip);
      const next = await bench.repositories.openWorkspace(bench.user.project, keyOf('task-2'), tip);
      expect(gitIn(next.dir, 'log', '-1', '--format=%at %B')).toBe('1767218400 --option # not a comment\n"ü"');
      expect(readFileSync(join(next.dir, 'x'), 'utf8')).toBe('x');
    });
  });

  describe('deliver', () => {
    const result = async (text = 'x') => {
      const { base } = await bench.repositories.fetchBase(bench.user.project);
      return bench.merged(bench.work(`t-${text}`, base, base, (w) => bench.put(w, 'result.txt', text)));
    };

    it('makes one new branch and touches nothing else', async () => {
      bench.user.write('src/a.txt', 'in the middle of something');
      bench.user.git('add', 'src/a.txt');
      bench.user.write('untracked', 'x');
      const files = () =>
        fingerprint(bench.user.dir)
          .split('\n')
          .filter((line) => !line.startsWith('/.git/objects') && !line.includes('/nightshift'))
          .join('\n');
      const tip = await result();
      const before = files();
      const branch = await bench.deliver(tip, 'Größer & besser: Plan #7!');
      expect(branch).toBe('nightshift/gro-er-besser-plan-7-3b1f00c0');
      expect(bench.user.git('rev-parse', branch)).toBe(tip);
      expect(files()).toBe(before);
      expect(bench.user.git('branch', '--format=%(refname:short)').split('\n')).toEqual(['main', branch]);
      expect(bench.user.git('fsck', '--connectivity-only')).not.toMatch(/missing|error/);
    });

    it('goes by the commit: the integration branch may still stand where it was before the last merge', async () => {
      const { base } = await bench.repositories.fetchBase(bench.user.project);
      await bench.repositories.setTip(bench.user.project, { execution: EXECUTION, epoch: 1 }, base);
      const tip = await bench.merged(bench.work('t', base, base, (workspace) => bench.put(workspace, 'new', 'new\n')));
      bench.user.git('config', 'protocol.version', '0');
      expect(bench.user.git('rev-parse', await bench.deliver(tip))).toBe(tip);
    });

    it('waits for a repository whose folder is away, and delivers once it is back', async () => {
      const tip = await result();
      const away = `${bench.user.dir}-away`;
      renameSync(bench.user.dir, away);
      await expect(bench.deliver(tip)).rejects.toMatchObject({
        kind: 'transient',
        message: expect.stringContaining('is not a folder'),
      });
      mkdirSync(bench.user.dir);
      await expect(bench.deliver(tip)).rejects.toMatchObject({
        kind: 'transient',
        message: expect.stringContaining('is not in a git repository'),
      });
      // Nor is a repository around it meant, when only its own is away.
      const around = dirname(bench.user.dir);
      gitIn(around, 'init', '-q');
      await expect(bench.deliver(tip)).rejects.toMatchObject({
        kind: 'transient',
        message: expect.stringContaining('is no repository of its own any more'),
      });
      expect(gitIn(around, 'branch', '--all')).toBe('');
      rmSync(join(around, '.git'), { recursive: true });
      // Nor another one in its place.
      const other = bench.user.dir;
      gitIn(other, 'init', '-q');
      gitIn(other, '-c', 'user.name=o', '-c', 'user.email=o@o', 'commit', '-q', '--allow-empty', '-m', 'Other');
      await expect(bench.deliver(tip)).rejects.toMatchObject({
        kind: 'transient',
        message: expect.stringContaining('is another repository'),
      });
      expect(gitIn(other, 'branch', '--list', 'nightshift/*')).toBe('');
      rmSync(bench.user.dir, { recursive: true });
      renameSync(away, bench.user.dir);
      expect(bench.user.git('rev-parse', await bench.deliver(tip))).toBe(tip);
    });

    it('gives the same name again', async () => {
      const tip = await result();
      const branch = await bench.deliver(tip);
      expect(await bench.deliver(tip)).toBe(branch);
      expect(await bench.deliver(tip, '日本語')).toMatch(/^nightshift\/plan-/);
    });

    const more = async (tip: string) =>
      bench.merged(bench.work('t-more', tip, tip, (workspace) => bench.put(workspace, 'more.txt', 'more')));

    it('moves its one branch on when a retry adds to the result, and stays there when the first comes again', async () => {
      const first = await result();
      const branch = await bench.deliver(first);
      const second = await more(first);
      expect(await bench.deliver(second)).toBe(branch);
      expect(bench.user.git('rev-parse', branch)).toBe(second);
      expect(await bench.deliver(first)).toBe(branch);
      expect(bench.user.git('branch', '--format=%(refname:short)').split('\n')).toEqual(['main', branch]);
      expect(bench.user.git('rev-parse', branch)).toBe(second);
    });

    it('leaves its branch alone where somebody has it checked out', async () => {
      const first = await result();
      const branch = await bench.deliver(first);
      bench.user.git('checkout', '-q', branch);
      expect(await bench.deliver(await more(first))).toBe(`${branch}-2`);
      expect(bench.user.git('rev-parse', branch)).toBe(first);
    });

    it('never moves a branch that holds something else', async () => {
      const [one, two] = [await result('one'), await result('two')];
      const branch = await bench.deliver(one);
      const second = await bench.deliver(two);
      expect(second).toBe(`${branch}-2`);
      expect(bench.user.git('rev-parse', branch)).toBe(one);
      expect(await bench.deliver(two)).toBe(second);
    });

    it('finds a name although a branch is called nightshift', async () => {
      bench.user.git('branch', 'nightshift');
      const tip = await result();
      const branch = await bench.deliver(tip);
      expect(bench.user.git('rev-parse', branch)).toBe(tip);
    });
  });
}
