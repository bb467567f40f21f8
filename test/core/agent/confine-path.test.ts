import { confinePath } from '../../../runtime/core/agent/confine-path';
import { isProtectedPath } from '../../../runtime/core/agent/is-protected-path';
import { verifies } from '../../support/verifies';

describe(`the path an agent names${verifies('R-15')}`, () => {
  it.each([
    ['src/a.ts', 'src/a.ts'],
    ['./src//b/../a.ts', 'src/a.ts'],
    ['/w/s/src/a.ts', 'src/a.ts'],
    ['', ''],
    ['.', ''],
    ['/w/s', ''],
    ['a/../../s/../s', undefined],
    ['../x', undefined],
    ['a/../../x', undefined],
    ['/etc/passwd', undefined],
    ['/w/s2/x', undefined],
    ['/w/s/../s2/x', undefined],
    ['a\0b', undefined],
    ['..\\x', '..\\x'],
  ])('%j lies at %j', (path, relative) => {
    const confined = confinePath('/w/s', path);
    expect(confined.type === 'inside' ? confined.relative : undefined).toBe(relative);
  });

  it.each([
    ['.git/config', true],
    ['.git', true],
    ['sub/.GIT/hooks/pre-commit', true],
    ['.gitignore', false],
    ['src/git/a', false],
  ])("%j is git's own: %s", (path, expected) => expect(isProtectedPath(path)).toBe(expected));
});
