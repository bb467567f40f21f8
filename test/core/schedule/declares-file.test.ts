import { declaresFile } from '../../../runtime/core/schedule/declares-file';
import { filesOverlap } from '../../../runtime/core/schedule/files-overlap';

const NAMED = [
  ['src/a.ts', 'src/a.ts'],
  ['./src/a.ts', 'src/a.ts'],
  ['src', 'src/deep/a.ts'],
  ['src/', 'src/a.ts'],
  ['src/*.ts', 'src/a.ts'],
  ['src/?.ts', 'src/a.ts'],
  ['src/*', 'src/deep/a.ts'],
  ['docs/**', 'docs/deep/a.md'],
  ['**/*.md', 'a.md'],
  ['**/*.md', 'docs/deep/a.md'],
  ['docs/**/index.md', 'docs/index.md'],
  ['src/*-*.ts', 'src/a-b-c.ts'],
  ['src/{a,b}.ts', 'src/a.ts'],
  ['src/[ab]/x.ts', 'src/a/x.ts'],
] as const;
const NOT_NAMED = [
  ['src/a.ts', 'src/a.tsx'],
  ['src/a.ts', 'src/b.ts'],
  ['src', 'src2/a.ts'],
  ['src/*.ts', 'src/a.js'],
  ['src/*.ts', 'src/deep/a.ts'],
  ['src/?.ts', 'src/ab.ts'],
  ['docs/**', 'src/a.md'],
  ['docs/**/index.md', 'docs/a.md'],
  ['lib/{a,b}.ts', 'src/a.ts'],
] as const;

describe('a declared file', () => {
  it.each(NAMED)('%s names %s', (declared, path) => expect(declaresFile(declared, path)).toBe(true));
  it.each(NOT_NAMED)('%s does not name %s', (declared, path) => expect(declaresFile(declared, path)).toBe(false));

  it('names nothing that no other task would be kept from', () => {
    for (const [declared, path] of NAMED)
      expect([declared, filesOverlap([declared], [path])]).toEqual([declared, true]);
  });

  it('is looked for in time, whatever it looks like', () => {
    const began = process.cpuUsage().user;
    expect(declaresFile(`${'**/'.repeat(200)}x`, 'a/'.repeat(500).slice(0, -1))).toBe(false);
    expect(declaresFile(`${'*a'.repeat(200)}b`, 'a'.repeat(4_000))).toBe(false);
    expect((process.cpuUsage().user - began) / 1000).toBeLessThan(1_000);
  });
});
