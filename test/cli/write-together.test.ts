import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeTogether } from '../../runtime/main/cli/write-together';

describe('files that are written together', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ns-together-'));
  });
  afterEach(() => {
    chmodSync(folder, 0o700);
    rmSync(folder, { recursive: true, force: true });
  });

  const files = [
    { name: 'a.json', text: 'new a' },
    { name: 'b.json', text: 'new b' },
  ];

  it('stand in a folder that is made for them, in the place of older ones', async () => {
    const dir = join(folder, 'deep', 'er');
    expect(await writeTogether(dir, [{ name: 'a.json', text: 'old' }])).toEqual([join(dir, 'a.json')]);
    await writeTogether(dir, files);
    expect(readdirSync(dir).map((name) => [name, readFileSync(join(dir, name), 'utf8')])).toEqual([
      ['a.json', 'new a'],
      ['b.json', 'new b'],
    ]);
  });

  it.each([
    ['a file', 'taken', /taken is a file, not a folder/],
    ['below a file', 'taken/out', /taken/],
    ['where nothing can be made', '/proc/nightshift', /Nothing can be written into \/proc\/nightshift/],
    ['far below that', '/proc/nightshift/deep/er', /Nothing can be written into/],
    ['no file system of ours', '/proc/self', /Nothing can be written into \/proc\/self/],
    ['a path that is too long', 'x'.repeat(300), /the path is too long/],
  ])('are refused at once when the target is %s', async (_, name, message) => {
    writeFileSync(join(folder, 'taken'), 'mine');
    const dir = name.startsWith('/') ? name : join(folder, name);
    await expect(writeTogether(dir, files)).rejects.toMatchObject({
      kind: 'user',
      code: 'TEMPLATE_TARGET',
      message: expect.stringMatching(message),
      hint: expect.stringContaining('Name a folder'),
    });
    expect(readFileSync(join(folder, 'taken'), 'utf8')).toBe('mine');
    expect(readdirSync(folder)).toEqual(['taken']);
  });

  it('leave everything as it was when one of them cannot be written', async () => {
    writeFileSync(join(folder, 'a.json'), 'old a');
    mkdirSync(join(folder, 'b.json'));
    await expect(writeTogether(folder, files)).rejects.toMatchObject({ code: 'TEMPLATE_TARGET' });
    expect(readFileSync(join(folder, 'a.json'), 'utf8')).toBe('old a');
    expect(readdirSync(folder)).toEqual(['a.json', 'b.json']);
    const made = join(folder, 'made', 'here');
    await expect(writeTogether(made, [{ name: 'no/where', text: '' }])).rejects.toMatchObject({
      code: 'TEMPLATE_TARGET',
    });
    expect(existsSync(join(folder, 'made'))).toBe(false);
  });
});
