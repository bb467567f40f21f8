import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const PATCHES = readdirSync(__dirname).filter((name) => name.endsWith('.patch'));

describe('the planted bugs', () => {
  it('are there', () => expect(PATCHES.length).toBeGreaterThanOrEqual(15));

  it.each(PATCHES)('%s still fits the code that it breaks', (name) => {
    const inCopy = ['apply', '--check', '--unsafe-paths', `--directory=${ROOT}`, join(__dirname, name)];
    expect(() => execFileSync('git', inCopy, { cwd: '/', stdio: 'pipe' })).not.toThrow();
  });
});
