import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SystemClock } from '../../runtime/adapters/system/system-clock';
import { fsck } from '../../runtime/app/fsck';
import { loadConfig } from '../../runtime/config/load-config';
import { backupActions } from '../../runtime/main/cli/backup-actions';
import { liveNight } from '../support/night';
import { openPostgresStores, reopenPostgresStores } from '../support/postgres-stores';
import { runWith } from './scripted-cli';

const unscripted = () => Promise.reject(new Error('not scripted'));

it('asks before it gives up what is there', async () => {
  const run = await runWith({}, ['restore', 'a.tar.gz']);
  expect(run.code).toBe(2);
  expect(run.err).toContain('RESTORE_UNCONFIRMED');
});

it.each([['backup'], ['restore', 'a.tar.gz', '--yes']])(
  'is for the machine that runs nightshift: %s',
  async (...args) => {
    const run = await runWith({ isRemote: () => true }, args);
    expect([run.code, run.err]).toEqual([2, expect.stringContaining('ARCHIVE_LOCAL')]);
  },
);

it('says what is in a backup, and what must be copied beside it', async () => {
  const backup = async (place: string) => ({ path: `${place}/b`, rows: 3, digest: 'ab' });
  const run = await runWith({ backups: { backup, restore: unscripted } }, ['backup', 'there']);
  expect(run.out).toContain('Written: /work-folder/there/b, 3 rows');
  for (const part of ['projects', 'logs/attempts', 'archives', 'settings.json', 'nightshift.config.json'])
    expect(run.out).toContain(part);
  const help = await runWith({}, ['backup', '--help']);
  for (const line of [/^ {2}projects +/m, /^ {2}logs\/attempts +/m, /^ {2}archives +/m, /^ {2}settings.json +/m])
    expect(help.out).toMatch(line);
});

it('backs up a real database into a folder, and restores it once nobody uses it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ns-backups-'));
  let stores = await openPostgresStores();
  try {
    const { id } = await liveNight(stores);
    const { appUrl, queueUrl, ownerUrl } = stores.server;
    const env = {
      NIGHTSHIFT_HOME: folder,
      NIGHTSHIFT_DATABASE_URL: appUrl,
      NIGHTSHIFT_QUEUE_URL: queueUrl,
      NIGHTSHIFT_DATABASE_OWNER_URL: ownerUrl,
    };
    const clock = new SystemClock();
    const backups = backupActions({ env, config: () => loadConfig(env, folder), clock, actor: 'person:ada' });
    const { path } = await backups.backup(folder);
    expect(readdirSync(folder)).toEqual([path.slice(folder.length + 1)]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await expect(backups.backup(path)).rejects.toMatchObject({ code: 'ARCHIVE_TARGET' });

    await expect(backups.restore(path)).rejects.toMatchObject({ code: 'RESTORE_BUSY' });
    await stores.database.close();
    const run = await runWith({ backups }, ['restore', path, '--yes']);
    expect([run.code, run.err]).toEqual([0, '']);
    expect(run.out).toContain('Restored: 1 execution');
    stores = reopenPostgresStores(stores.server);
    expect((await fsck({ moments: stores.moments })).violations).toEqual([]);
    expect((await stores.executions.eventsAfter(id, 0)).some(({ actor }) => actor === 'person:ada')).toBe(true);
  } finally {
    await stores.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
