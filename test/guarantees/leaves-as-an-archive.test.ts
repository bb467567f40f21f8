import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { fsck } from '../../runtime/app/fsck';
import { verifyArchive } from '../../runtime/app/verify-archive';
import { readArchive } from '../../runtime/main/cli/read-archive';
import { cancelNight, liveNight, tellAll } from '../support/night';
import { openPostgresStores, type PostgresStores } from '../support/postgres-stores';
import { verifies } from '../support/verifies';

const CLI = resolve(__dirname, '../../dist/cli.js');

describe(`an execution leaves as an archive${verifies('I28', 'I1')}`, () => {
  let stores: PostgresStores;
  let home: string;
  beforeAll(async () => {
    stores = await openPostgresStores();
    home = mkdtempSync(join(tmpdir(), 'ns-leaves-'));
  });
  afterAll(async () => {
    await stores?.close();
    rmSync(home, { recursive: true, force: true });
  });

  const clean = async (crashAt = '') => {
    const { appUrl, queueUrl, ownerUrl } = stores.server;
    const env = {
      PATH: process.env['PATH'],
      HOME: home,
      NIGHTSHIFT_HOME: home,
      NIGHTSHIFT_DATABASE_URL: appUrl,
      NIGHTSHIFT_QUEUE_URL: queueUrl,
      NIGHTSHIFT_DATABASE_OWNER_URL: ownerUrl,
      NIGHTSHIFT_CRASH_AT: crashAt,
    };
    return promisify(execFile)(process.execPath, [CLI, 'clean', '--json'], { env }).catch(
      (error: { readonly signal?: string }) => error.signal ?? String(error),
    );
  };

  it.each<readonly [string, string, boolean]>([
    ['before its archive is written', 'before:sql.ns_fsck_head', true],
    ['between its archive and its removal', 'before:sql.ns_archive_out', true],
    ['right after its removal', 'after:sql.ns_archive_out', false],
    ['before its workspaces are removed', 'before:git.remove-workspaces', false],
    ...['messages', 'workers', 'research', 'tails', 'metrics', 'audit', 'tokens', 'outputs'].flatMap((kind) => [
      [`before ${kind} are removed`, `before:sql.ns_remove_${kind}`, false] as const,
      [`right after ${kind} were removed`, `after:sql.ns_remove_${kind}`, false] as const,
    ]),
  ])('whoever is killed %s: nothing is lost, and the next pass goes on', async (_where, point, isStored) => {
    const { id } = await cancelNight(stores, await liveNight(stores));
    await tellAll(stores);
    const listed = async () => (await stores.executions.list({ limit: 50 })).find((one) => one.id === id);
    const before = await listed();
    const logs = join(home, 'logs', 'attempts', id);
    mkdirSync(logs, { recursive: true });
    writeFileSync(join(logs, '1-nobody-9.log'), 'a line\n');

    expect(await clean(point)).toBe('SIGKILL');
    expect(await stores.executions.load(id)).toEqual(isStored ? expect.anything() : undefined);
    expect((await fsck({ moments: stores.moments })).violations).toEqual([]);

    expect(await clean()).toMatchObject({ stderr: '' });
    expect(await stores.executions.load(id)).toBeUndefined();
    const { path } = (await stores.executions.archived(id))!;
    expect(await readArchive(path, verifyArchive)).toMatchObject({ isClean: true, executionId: id });
    expect(await listed()).toEqual({ ...before, archive: expect.stringContaining(path) });
    expect(existsSync(logs)).toBe(false);
    expect((await fsck({ moments: stores.moments })).violations).toEqual([]);
  });
});
