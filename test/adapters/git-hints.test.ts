import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspectRepository } from '../../runtime/adapters/git/inspect-repository';
import type { RequestError } from '../../runtime/core/errors';

describe('the commands in hints about a repository', () => {
  let root: string;
  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'ns-test-')));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const hintOf = async (dir: string): Promise<string> => {
    const error = await inspectRepository(dir).then(
      () => undefined,
      (refusal: RequestError) => refusal,
    );
    return error?.hint?.replace(/^[^:]*: /, '') ?? '';
  };
  const paste = (command: string) =>
    execFileSync('/bin/sh', ['-c', command], {
      cwd: root,
      stdio: 'ignore',
      env: {
        PATH: process.env['PATH'],
        HOME: root,
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_AUTHOR_NAME: 'Ada',
        GIT_AUTHOR_EMAIL: 'ada@example.org',
        GIT_COMMITTER_NAME: 'Ada',
        GIT_COMMITTER_EMAIL: 'ada@example.org',
      },
    });

  it.each(['plain', 'two words', "Ada's $(touch ran); `x` & more"])(
    'can be pasted for a folder called %s',
    async (name) => {
      const dir = join(root, name);
      mkdirSync(dir);
      writeFileSync(join(dir, 'file'), 'text');
      paste(await hintOf(dir));
      expect(await inspectRepository(dir)).toMatchObject({ dir, dirty: [] });

      const empty = join(root, `${name} 2`);
      mkdirSync(empty);
      execFileSync('git', ['init', '--quiet', empty]);
      writeFileSync(join(empty, 'file'), 'text');
      paste(await hintOf(empty));
      expect(await inspectRepository(empty)).toMatchObject({ dir: empty, dirty: [] });

      const bare = join(root, `${name}.git`);
      execFileSync('git', ['clone', '--quiet', '--bare', dir, bare]);
      paste((await hintOf(bare)).replace('<folder>', 'clone'));
      expect(await inspectRepository(join(root, 'clone'))).toMatchObject({ dir: join(root, 'clone') });
      await expect(inspectRepository(join(root, 'ran'))).rejects.toMatchObject({ code: 'PROJECT_NOT_A_FOLDER' });
    },
  );
});
