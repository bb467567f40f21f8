import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Workspace } from '../../../runtime/ports/repositories';
import { fingerprint, makeConflict } from '../../support/user-repository';
import type { RepositoriesBench } from './repositories-bench';

export function appliesResults(bench: RepositoriesBench): void {
  describe('apply', () => {
    const branchWith = async (change: (w: Workspace) => void) => {
      const { base } = await bench.repositories.fetchBase(bench.user.project);
      return bench.deliver(await bench.merged(bench.work('t', base, base, change)));
    };

    it('goes forward, names what changed, and keeps what is not committed', async () => {
      const branch = await branchWith((w) => {
        bench.put(w, 'result.txt', 'x');
        rmSync(join(w.dir, 'src/b.txt'));
      });
      bench.user.write('src/a.txt', 'not committed');
      bench.user.write('mine.txt', 'not committed');
      const applied = await bench.repositories.apply(bench.user.dir, branch);
      expect(applied).toEqual({
        commit: bench.user.git('rev-parse', branch),
        changedFiles: ['result.txt', 'src/b.txt'],
        wasApplied: false,
      });
      expect(bench.user.git('rev-parse', 'main')).toBe(applied.commit);
      expect(readFileSync(join(bench.user.dir, 'result.txt'), 'utf8')).toBe('x');
      expect(readFileSync(join(bench.user.dir, 'src/a.txt'), 'utf8')).toBe('not committed');
      expect(await bench.repositories.apply(bench.user.dir, branch)).toEqual({
        commit: applied.commit,
        changedFiles: [],
        wasApplied: true,
      });
    });

    it('merges when the user went on', async () => {
      const branch = await branchWith((w) => bench.put(w, 'result.txt', 'x'));
      bench.user.write('other.txt', 'mine');
      const mine = bench.user.commit('Mine');
      const { commit, changedFiles } = await bench.repositories.apply(bench.user.dir, branch);
      expect(changedFiles).toEqual(['result.txt']);
      expect(bench.user.git('log', '-1', '--format=%P', commit)).toBe(`${mine} ${bench.user.git('rev-parse', branch)}`);
      expect(bench.user.git('log', '-1', '--format=%an')).toBe('A User');
    });

    it('refuses to overwrite what is not committed, and changes nothing', async () => {
      const branch = await branchWith((w) => {
        bench.put(w, 'src/a.txt', 'theirs\n');
        bench.put(w, 'new/file.txt', 'theirs\n');
      });
      for (const path of ['src/a.txt', 'new/file.txt']) {
        bench.user.write(path, 'mine\n');
        const before = fingerprint(bench.user.dir);
        await expect(bench.repositories.apply(bench.user.dir, branch)).rejects.toMatchObject({
          code: 'APPLY_DIRTY',
          details: { files: [path] },
        });
        expect(fingerprint(bench.user.dir)).toBe(before);
        bench.user.git('stash', '-q', '--include-untracked');
      }
    });

    it('names the files of a conflict, and leaves everything as it was', async () => {
      const branch = await branchWith((w) => bench.put(w, 'src/a.txt', 'theirs\n'));
      bench.user.write('src/a.txt', 'mine\n');
      const head = bench.user.commit('Mine');
      bench.user.write('mine.txt', 'not committed');
      await expect(bench.repositories.apply(bench.user.dir, branch)).rejects.toMatchObject({
        code: 'APPLY_CONFLICT',
        details: { files: ['src/a.txt'] },
        hint: expect.stringContaining('git merge'),
      });
      expect(bench.user.git('rev-parse', 'HEAD')).toBe(head);
      expect(bench.user.git('status', '--porcelain')).toBe('?? mine.txt');
    });

    it.each([
      [
        'a merge with conflicts',
        'PROJECT_CONFLICTED',
        () => spawnSync('git', ['-C', bench.user.dir, 'merge', 'other']),
      ],
      [
        'a merge that is resolved and not committed',
        'PROJECT_IN_MERGE',
        () => {
          spawnSync('git', ['-C', bench.user.dir, 'merge', 'other']);
          bench.user.git('add', '-A');
        },
      ],
      [
        'a rebase with conflicts',
        'PROJECT_CONFLICTED',
        () => spawnSync('git', ['-C', bench.user.dir, 'rebase', '-q', 'other']),
      ],
      [
        'a stash that did not fit',
        'PROJECT_CONFLICTED',
        () => {
          bench.user.write('src/a.txt', 'stashed\n');
          bench.user.git('stash', '-q');
          bench.user.write('src/a.txt', 'later\n');
          bench.user.commit('Later');
          spawnSync('git', ['-C', bench.user.dir, 'stash', 'pop']);
        },
      ],
    ])('leaves %s as it is', async (_, code, begin) => {
      const branch = await branchWith((w) => bench.put(w, 'new.txt', 'theirs\n'));
      makeConflict(bench.user);
      begin();
      bench.user.write('src/a.txt', 'hours of work\n');
      const before = fingerprint(bench.user.dir);
      await expect(bench.repositories.apply(bench.user.dir, branch)).rejects.toMatchObject({
        kind: 'user',
        code,
        hint: expect.stringMatching(/./),
      });
      expect(fingerprint(bench.user.dir)).toBe(before);
    });

    it('refuses a branch that is not there', async () => {
      for (const branch of ['nightshift/none', '--all', 'HEAD~1', '']) {
        await expect(bench.repositories.apply(bench.user.dir, branch)).rejects.toMatchObject({
          code: 'APPLY_NO_BRANCH',
        });
      }
    });
  });
}
