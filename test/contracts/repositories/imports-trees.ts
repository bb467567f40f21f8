import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gitIn } from '../../support/user-repository';
import type { RepositoriesBench } from './repositories-bench';

export function importsTrees(bench: RepositoriesBench): void {
  describe('absentFiles', () => {
    it('names what is declared and not there, be it a file, a folder or a glob', async () => {
      const { base, workspace } = await bench.open();
      bench.put(workspace, 'docs/deep/a "b".md', 'x');
      const { tree } = await bench.importOf(workspace, base);
      const there = ['src/a.txt', 'src/', 'src/*.txt', 'docs/**', '**/*.md'];
      expect(
        await bench.repositories.absentFiles(bench.user.project, tree, ['lib/', ...there, 'src/*.ts', 'src/c.txt']),
      ).toEqual(['lib/', 'src/*.ts', 'src/c.txt']);
    });
  });

  describe('importTree', () => {
    it('takes over what was changed, made and removed, committed or not, and leaves ignored files out', async () => {
      const { base, workspace } = await bench.open();
      bench.put(workspace, 'src/a.txt', 'changed\n');
      gitIn(workspace.dir, 'commit', '-q', '-a', '-m', 'Committed by the agent');
      bench.put(workspace, 'deep/er/new file "x"\n.txt', 'new');
      bench.put(workspace, 'ignored/x', 'x');
      bench.put(workspace, 'a.log', 'x');
      rmSync(join(workspace.dir, 'src/b.txt'));
      bench.put(workspace, 'run.sh', '#!/bin/sh\n');
      chmodSync(join(workspace.dir, 'run.sh'), 0o4777);
      symlinkSync('../README.md', join(workspace.dir, 'src/link'));
      const imported = await bench.importOf(workspace, base);
      expect(imported.changedFiles).toEqual([
        'deep/er/new file "x"\n.txt',
        'run.sh',
        'src/a.txt',
        'src/b.txt',
        'src/link',
      ]);
      const tip = await bench.merged(
        bench.repositories.merge(bench.user.project, bench.request('task-1', { base, tree: imported.tree, tip: base })),
      );
      const branch = await bench.deliver(tip);
      expect(
        bench.user
          .git('ls-tree', '-r', branch)
          .split('\n')
          .filter((line) => /run.sh|link/.test(line)),
      ).toEqual([expect.stringMatching(/^100755 blob .*run\.sh$/), expect.stringMatching(/^120000 blob .*src\/link$/)]);
      expect(imported.ignored).toEqual(['a.log', 'ignored/']);
      expect(await bench.importOf(workspace, base)).toEqual(imported);
    });

    it('gives the tree of the base when nothing was done', async () => {
      const { base, workspace } = await bench.open();
      expect(await bench.importOf(workspace, base)).toEqual({
        tree: bench.user.git('rev-parse', 'HEAD^{tree}'),
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
      const { base, workspace } = await bench.open();
      bench.put(workspace, 'new.txt', 'x');
      wreck(workspace.dir);
      expect((await bench.importOf(workspace, base)).changedFiles).toEqual(['new.txt']);
    });

    it('sees a change of the same size that comes at once, within a tick of the clock', async () => {
      for (let time = 0; time < 20; time++) {
        const { base, workspace } = await bench.open();
        bench.put(workspace, 'src/b.txt', 'B\n');
        expect((await bench.importOf(workspace, base)).changedFiles).toEqual(['src/b.txt']);
      }
    });

    it('sees a change that keeps size and time', async () => {
      const { base, workspace } = await bench.open();
      const file = join(workspace.dir, 'src/b.txt');
      const { atime, mtime } = statSync(file);
      writeFileSync(file, 'B\n');
      utimesSync(file, atime, mtime);
      expect((await bench.importOf(workspace, base)).changedFiles).toEqual(['src/b.txt']);
    });

    it('takes an emptied workspace as one where everything was removed', async () => {
      const { base, workspace } = await bench.open();
      for (const name of readdirSync(workspace.dir)) rmSync(join(workspace.dir, name), { recursive: true });
      expect((await bench.importOf(workspace, base)).changedFiles).toEqual([
        '.gitignore',
        'README.md',
        'src/a.txt',
        'src/b.txt',
      ]);
      rmSync(workspace.dir, { recursive: true });
      await expect(bench.importOf(workspace, base)).rejects.toMatchObject({ code: 'WORKSPACE_REFUSED' });
    });

    it('reads files that took away their own permissions', async () => {
      const { base, workspace } = await bench.open();
      bench.put(workspace, 'locked/file', 'x');
      chmodSync(join(workspace.dir, 'locked/file'), 0o000);
      chmodSync(join(workspace.dir, 'locked'), 0o000);
      expect((await bench.importOf(workspace, base)).changedFiles).toEqual(['locked/file']);
    });

    it('takes bytes as they are, whatever attributes say', async () => {
      bench.user.write('.gitattributes', '* text=auto eol=crlf ident\n*.bin working-tree-encoding=UTF-16\n');
      bench.user.write('unix.txt', 'a\nb\n$Id$\n');
      bench.user.commit('Attributes');
      const { base, workspace } = await bench.open();
      expect(readFileSync(join(workspace.dir, 'unix.txt'), 'utf8')).toBe('a\nb\n$Id$\n');
      bench.put(workspace, 'dos.txt', 'a\r\nb\r\n');
      bench.put(workspace, 'raw.bin', 'plain');
      const { tree, changedFiles } = await bench.importOf(workspace, base);
      expect(changedFiles).toEqual(['dos.txt', 'raw.bin']);
      const tip = await bench.merged(
        bench.repositories.merge(bench.user.project, bench.request('task-1', { base, tree, tip: base })),
      );
      const branch = await bench.deliver(tip);
      expect(
        execFileSync('git', ['-C', bench.user.dir, 'cat-file', 'blob', `${branch}:dos.txt`], { encoding: 'utf8' }),
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
      const { base, workspace } = await bench.open();
      make(workspace.dir);
      await expect(bench.importOf(workspace, base)).rejects.toMatchObject({
        kind: 'user',
        code: 'WORKSPACE_REFUSED',
        details: { paths },
        hint: expect.stringMatching(/./),
      });
    });

    it('leaves alone what is refused only where it is ignored', async () => {
      const { base, workspace } = await bench.open();
      mkdirSync(join(workspace.dir, 'ignored/sub'), { recursive: true });
      gitIn(join(workspace.dir, 'ignored/sub'), 'init', '-q');
      spawnSync('mkfifo', [join(workspace.dir, 'ignored/pipe')]);
      symlinkSync('/etc', join(workspace.dir, 'ignored/out'));
      expect((await bench.importOf(workspace, base)).changedFiles).toEqual([]);
    });

    it('keeps a link out of the repository that was there before, and a submodule as it is', async () => {
      symlinkSync('/usr/share/doc', join(bench.user.dir, 'docs'));
      bench.user.commit('Link');
      bench.user.git('update-index', '--add', '--cacheinfo', `160000,${bench.user.git('rev-parse', 'HEAD')},module`);
      mkdirSync(join(bench.user.dir, 'module'));
      bench.user.git('commit', '-q', '-m', 'Submodule');
      const { base, workspace } = await bench.open();
      bench.put(workspace, 'new.txt', 'x');
      symlinkSync('new.txt', join(workspace.dir, 'inside'));
      expect((await bench.importOf(workspace, base)).changedFiles).toEqual(['inside', 'new.txt']);
    });
  });
}
