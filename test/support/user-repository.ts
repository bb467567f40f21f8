import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { asExecutionId, asProjectId, asTaskId } from '../../runtime/core/ids';
import type { AttemptKey, ProjectFolder } from '../../runtime/ports/repositories';

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

/** Branches that change the same lines, `main` checked out. */
export function makeConflict(user: UserRepositoryFixture): void {
  user.git('checkout', '-q', '-b', 'other');
  user.write('src/a.txt', 'other\n');
  user.commit('Other');
  user.git('checkout', '-q', 'main');
  user.write('src/a.txt', 'main\n');
  user.commit('Main');
}
