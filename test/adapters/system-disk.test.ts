import { mkdtemp, rename, rm, symlink, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SystemDisk } from '../../runtime/adapters/system/system-disk';
import { verifies } from '../support/verifies';

describe('the disk that holds a folder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nightshift-disk-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it(`has room as long as the folder is there${verifies('R-41')}`, async () => {
    const home = await mkdtemp(join(folder, 'home-'));
    const disk = new SystemDisk(home);
    expect(await disk.freeBytes()).toBeGreaterThan(0);
    await rename(home, `${home}-away`);
    expect(await disk.freeBytes()).toBeUndefined();
    await rename(`${home}-away`, home);
    expect(await disk.freeBytes()).toBeGreaterThan(0);
  });

  it(`is gone when another disk shows where it was${verifies('R-41')}`, async () => {
    const other = '/proc/self';
    const home = join(folder, 'home');
    await symlink(folder, home);
    const disk = new SystemDisk(home);
    expect(await disk.freeBytes()).toBeGreaterThan(0);
    await unlink(home);
    await symlink(other, home);
    expect(await disk.freeBytes()).toBeUndefined();
    await unlink(home);
    await symlink(folder, home);
    expect(await disk.freeBytes()).toBeGreaterThan(0);
  });
});
