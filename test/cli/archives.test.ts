import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../../runtime/config/config';
import { loadConfig } from '../../runtime/config/load-config';
import { archiveActions } from '../../runtime/main/cli/archive-actions';
import { EXECUTION } from '../gateway/scripted-app';
import { liveNight } from '../support/night';
import { openPostgresStores } from '../support/postgres-stores';
import { runWith, scriptedCli } from './scripted-cli';

const DIGEST = 'ab'.repeat(32);
const exported = {
  executionId: EXECUTION as never,
  events: 12,
  artifacts: 1,
  logs: 2,
  logsElsewhere: 1,
  digest: DIGEST,
};
const verified = {
  isClean: true,
  executionId: EXECUTION,
  title: 'A plan\u001b[31m',
  status: 'succeeded',
  events: 12,
  lastHash: '00',
  receipt: 'cd',
  digest: DIGEST,
  findings: [],
};
const archives = (findings: readonly { where: string; message: string }[] = []) => ({
  export: async () => exported,
  verify: async () => ({ ...verified, isClean: findings.length === 0, findings }),
});

describe('nightshift export', () => {
  it('says what it wrote, what is not in it, and how it is checked', async () => {
    const { run } = await scriptedCli({}, { archives: archives() });
    const { code, out } = await run('export', EXECUTION);
    expect(code).toBe(0);
    expect(out).toContain(`Written: /work-folder/nightshift-${EXECUTION}.tar.gz`);
    expect(out).toContain('warning: 1 log not on this host are left out');
    expect(out).toContain(`--digest ${DIGEST}`);
  });

  it('is for the machine that runs nightshift', async () => {
    const { run } = await scriptedCli({}, { archives: archives(), isRemote: () => true });
    expect(await run('export', EXECUTION)).toMatchObject({ code: 2, err: expect.stringContaining('ARCHIVE_LOCAL') });
  });
});

describe('nightshift verify', () => {
  it.each([
    ['what holds', [], [], 0, 'holds: A plan'],
    ['what does not', [{ where: 'I13', message: 'Event 1 is followed by 3' }], [], 1, '✗ I13: Event 1'],
    ['the digest that export said', [], ['--digest', DIGEST.toUpperCase()], 0, 'holds'],
    ['another digest', [], ['--digest', 'ff'], 1, '✗ manifest.json: The digest is'],
  ])('says %s', async (_, findings, more, code, words) => {
    const run = await runWith({ archives: archives(findings) }, ['verify', 'a.tar.gz', ...more]);
    expect([run.code, run.err]).toEqual([code, '']);
    expect(run.out).toContain(words);
    expect(run.out).not.toContain('\u001b');
  });

  describe('on real files', () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'ns-archives-'));
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));
    const actions = archiveActions(() => ({ database: {}, home: folder }) as Config);

    it('says that a file is not there, is a folder, or is no archive', async () => {
      await expect(actions.verify(join(folder, 'no'))).rejects.toMatchObject({ code: 'ARCHIVE_UNREADABLE' });
      await expect(actions.verify(folder)).rejects.toMatchObject({ code: 'ARCHIVE_UNREADABLE' });
      writeFileSync(join(folder, 'text'), 'hello');
      await expect(actions.verify(join(folder, 'text'))).rejects.toMatchObject({ code: 'ARCHIVE_REFUSED' });
    });

    it('writes what a real Postgres holds, and finds that it holds', async () => {
      const stores = await openPostgresStores();
      try {
        const { id } = await liveNight(stores);
        const real = archiveActions(() =>
          loadConfig(
            {
              NIGHTSHIFT_HOME: folder,
              NIGHTSHIFT_DATABASE_URL: stores.server.appUrl,
              NIGHTSHIFT_QUEUE_URL: stores.server.queueUrl,
            },
            folder,
          ),
        );
        const path = join(folder, 'night.tar.gz');
        const written = await real.export(id, path);
        expect(await real.verify(path)).toMatchObject({ isClean: true, executionId: id, digest: written.digest });
        expect(readdirSync(folder)).toEqual(['night.tar.gz']);
        const unknown = '01890a5d-ac96-774b-bcce-b30209999999';
        await expect(real.export(unknown, join(folder, 'b'))).rejects.toMatchObject({ code: 'EXECUTION_UNKNOWN' });
        expect(readdirSync(folder)).toEqual(['night.tar.gz']);
      } finally {
        await stores.close();
      }
    });

    it('writes over no file', async () => {
      const path = join(folder, 'there.tar.gz');
      writeFileSync(path, 'mine');
      await expect(actions.export(EXECUTION, path)).rejects.toMatchObject({ code: 'ARCHIVE_TARGET' });
      expect(existsSync(path)).toBe(true);
      expect(readdirSync(folder)).toEqual(['there.tar.gz']);
    });
  });
});
