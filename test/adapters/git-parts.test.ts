import { branchName } from '../../runtime/adapters/git/branch-name';
import { leavesTree } from '../../runtime/adapters/git/leaves-tree';
import { safeName } from '../../runtime/adapters/git/safe-name';
import { asExecutionId } from '../../runtime/core/ids';

describe('leavesTree', () => {
  it.each<[string, Readonly<Record<string, string>>, string, boolean]>([
    ['a file beside it', { a: 'b' }, 'a', false],
    ['a file above, inside', { 'x/y/a': '../../b' }, 'x/y/a', false],
    ['the root itself', { 'x/a': '..' }, 'x/a', false],
    ['above the root', { 'x/a': '../..' }, 'x/a', true],
    ['above the root and back', { a: '../repo/b' }, 'a', true],
    ['an absolute path', { a: '/etc' }, 'a', true],
    ['an absolute path through another link', { a: 'b/c', b: '/etc' }, 'a', true],
    ['inside through another link', { a: 'b/c', b: 'x/y' }, 'a', false],
    [
      'above the root through a link that shortens the way',
      { 'a/b/c': '../m/../../x', 'a/m': '../src' },
      'a/b/c',
      true,
    ],
    ['the same words without that link', { 'a/b/c': '../m/../../x' }, 'a/b/c', false],
    ['itself', { a: 'a' }, 'a', true],
    ['a circle', { a: 'b', b: 'c', c: 'a' }, 'a', true],
    ['.git, also through a link and in capitals', { a: 'b/.GIT/config', b: '.' }, 'a', true],
    ['a name that only begins like .git', { a: '.github/x' }, 'a', false],
  ])('%s', (_name, links, path, expected) => {
    expect(leavesTree(new Map(Object.entries(links)), path)).toBe(expected);
  });
});

describe('safeName', () => {
  it('leaves ordinary ids as they are, and makes names that lead nowhere of all others', () => {
    expect(['task-001', 'A_b.c', '1.2'].map(safeName)).toEqual(['task-001', 'A_b.c', '1.2']);
    const odd = [
      '..',
      '.',
      '../x',
      'a/b',
      '-rf',
      '.git',
      'x.lock',
      'a..b',
      'a.',
      'ü',
      'a b',
      'a%2fb',
      '~',
      '^',
      '@{',
      'a\\b',
      'a\nb',
    ];
    const names = odd.map(safeName);
    expect(new Set(names).size).toBe(odd.length);
    for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_%](?!.*\.\.)(?!.*\.lock$)(?!.*\.$)[A-Za-z0-9_.%-]*$/);
  });
});

describe('branchName', () => {
  const id = asExecutionId('0199f2a4-7c31-7e0a-9d55-3b1f00c0ffee');
  it.each([
    ['Ship it!', 'nightshift/ship-it-3b1f00c0'],
    ['  --Ünïcode & {{ $env.X }}; rm -rf / ', 'nightshift/unicode-env-x-rm-rf-3b1f00c0'],
    ['', 'nightshift/plan-3b1f00c0'],
    ['x'.repeat(100), `nightshift/${'x'.repeat(40)}-3b1f00c0`],
  ])('of %j', (title, expected) => {
    expect(branchName(id, title)).toBe(expected);
  });
});
