import { filesOverlap } from '../../../runtime/core/schedule/files-overlap';
import { verifies } from '../../support/verifies';

const MEET: readonly (readonly [string, string])[] = [
  ['src/a.ts', 'src/a.ts'],
  ['src/', 'src/a.ts'],
  ['src/', 'src/*.md'],
  ['src', 'src/**'],
  ['src/', 'src/deep/*.ts'],
  ['./src/', 'src/deep/**'],
  ['src/*.ts', 'src/a.ts'],
  ['src/**', 'src/deep/*.ts'],
  ['**', 'docs/a.md'],
];
const APART: readonly (readonly [string, string])[] = [
  ['src/a.ts', 'src/b.ts'],
  ['src/', 'src2/*.ts'],
  ['src/deep/', 'src/other/*.ts'],
  ['src/*.ts', 'docs/'],
];

describe('files that two tasks declare', () => {
  it.each(MEET)(`may be the same: %s and %s, whichever comes first${verifies('R-5')}`, (one, other) => {
    expect([filesOverlap([one], [other]), filesOverlap([other], [one])]).toEqual([true, true]);
  });

  it.each(APART)('are never the same: %s and %s', (one, other) => {
    expect([filesOverlap([one], [other]), filesOverlap([other], [one])]).toEqual([false, false]);
  });
});
