import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { GitRepositories } from '../../runtime/adapters/git/git-repositories';
import type { ImportBounds } from '../../runtime/adapters/git/import-tree';
import { runGit } from '../../runtime/adapters/git/run-git';
import type { Workspace } from '../../runtime/ports/repositories';
import { processesWith } from '../contracts/sandbox.contract';
import { keyOf, type UserRepositoryFixture, userRepository } from '../support/user-repository';

/** What an agent may leave to keep git busy outside of the sandbox. */
describe('The import of a workspace', () => {
  let user: UserRepositoryFixture;
  let base: string;
  let workspace: Workspace;
  beforeEach(async () => {
    user = userRepository();
    const repositories = open({});
    base = (await repositories.fetchBase(user.project)).base;
    workspace = await repositories.openWorkspace(user.project, keyOf('task-1'), base);
  });
  afterEach(() => rmSync(user.root, { recursive: true, force: true }));

  const open = (importBounds: Partial<ImportBounds>) =>
    new GitRepositories({ home: join(user.root, 'home'), importBounds });
  const importWith = (bounds: Partial<ImportBounds>, signal?: AbortSignal) =>
    open(bounds).importTree(user.project, workspace, base, signal);
  const put = (path: string, text = 'x') => {
    mkdirSync(dirname(join(workspace.dir, path)), { recursive: true });
    writeFileSync(join(workspace.dir, path), text);
  };
  /** Patterns that git's matcher needs hours for. */
  const makeEndless = () => {
    put('.gitignore', `${'**/a/'.repeat(14)}b\n`);
    put(`${'a/'.repeat(60)}c`);
  };

  it('ends at its time, whatever the patterns of .gitignore are, and names the step', async () => {
    makeEndless();
    await expect(importWith({ stepTimeMs: 700 })).rejects.toMatchObject({
      code: 'WORKSPACE_REFUSED',
      kind: 'user',
      message: expect.stringMatching(/git [a-z-]+ took more than 0\.7 s/),
      details: { step: expect.stringMatching(/^git /) },
      hint: expect.stringContaining('.gitignore'),
    });
    expect(processesWith(workspace.dir)).toEqual([]);
  });

  it('ends at its time, however long the ways of links are', async () => {
    for (let step = 0; step < 39; step++)
      symlinkSync(`${'./'.repeat(2_000)}d${step + 1}`, join(workspace.dir, `d${step}`));
    put('d39/file');
    for (let number = 0; number < 4_000; number++) symlinkSync('d0/file', join(workspace.dir, `link-${number}`));
    const reason = importWith({ stepTimeMs: 2_000 });
    await expect(reason).rejects.toMatchObject({ code: 'WORKSPACE_REFUSED', details: { step: 'following its links' } });
  });

  it('ends when it is told to, with git gone', async () => {
    makeEndless();
    const stop = new AbortController();
    const running = importWith({ stepTimeMs: 30_000 }, stop.signal);
    setImmediate(() => stop.abort());
    await expect(running).rejects.toMatchObject({ code: 'UNAVAILABLE_GIT', kind: 'transient' });
    await expect(importWith({}, AbortSignal.abort())).rejects.toMatchObject({ code: 'UNAVAILABLE_GIT' });
    expect(processesWith(workspace.dir)).toEqual([]);
  });

  it('takes over as many files as the limit, ignored ones apart, and refuses one more', async () => {
    put('src/a.txt', 'changed');
    for (let number = 0; number < 4; number++) put(`new/${number}`);
    for (let number = 0; number < 20; number++) put(`ignored/${number}`);
    expect((await importWith({ files: 5 })).changedFiles).toHaveLength(5);
    put('new/one-more');
    await expect(importWith({ files: 5 })).rejects.toMatchObject({
      code: 'WORKSPACE_REFUSED',
      details: { excess: 'more than 5 new or changed files' },
    });
  });

  it('takes over as many bytes as the limit, apparent ones, and follows no links', async () => {
    const gibi = 1024 ** 3;
    for (const name of ['one', 'two', 'ignored/three']) {
      put(name, '');
      truncateSync(join(workspace.dir, name), gibi + 1);
    }
    await expect(importWith({})).rejects.toMatchObject({
      code: 'WORKSPACE_REFUSED',
      message: expect.stringContaining('more than 2 GiB'),
      details: { excess: 'more than 2 GiB in new or changed files' },
    });
    for (const name of ['one', 'two']) rmSync(join(workspace.dir, name));
    symlinkSync('ignored/three', join(workspace.dir, 'link'));
    put('small', '12345');
    expect((await importWith({ bytes: 5 })).changedFiles).toEqual(['link', 'small']);
  });

  it('names a thousand changed files, and says how many more', async () => {
    for (let number = 0; number < 2_345; number++) put(`new/${String(number).padStart(5, '0')}`);
    const { changedFiles } = await importWith({});
    expect(changedFiles).toHaveLength(1_001);
    expect(changedFiles.slice(998)).toEqual(['new/00998', 'new/00999', '… and 1,345 more']);
  });
});

it('kills the whole group of a git that is past its bounds', async () => {
  const sleep = `86420.${process.pid}`;
  const refused = new Error('refused');
  const call = { args: ['-c', `alias.x=!sleep ${sleep} & sleep ${sleep}`, 'x'] };
  const run = runGit({ ...call, bounds: { timeMs: 300, refuse: () => refused } });
  await expect(run).rejects.toBe(refused);
  for (let turn = 0; turn < 500 && processesWith(sleep).length > 0; turn++) await new Promise(setImmediate);
  expect(processesWith(sleep)).toEqual([]);
});
