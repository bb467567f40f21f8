import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileReason } from '../../runtime/cli/file-reason';
import { readRegularFile } from '../../runtime/main/cli/read-regular-file';

describe('the bytes of a file that somebody names', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ns-file-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const refusal = (path: string) => readRegularFile(path).then(() => 'read', fileReason);

  it('are read', async () => {
    writeFileSync(join(folder, 'PLAN.md'), '- [ ] a\n');
    expect((await readRegularFile(join(folder, 'PLAN.md'))).toString()).toBe('- [ ] a\n');
  });

  it('are refused, in words, where nothing would ever come or it would never end', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe.md')]);
    for (const path of [join(folder, 'pipe.md'), '/dev/zero'])
      expect(await refusal(path)).toMatch(/^it is a pipe, a device or a socket.*standard input/);
    expect(await refusal(folder)).toBe('it is a folder');
    expect(await refusal(join(folder, 'none.md'))).toBe('there is no such file');
  });
});
