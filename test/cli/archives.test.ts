import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Replayed } from '../../runtime/app/replay-execution';
import type { ArchiveActions } from '../../runtime/cli/cli-deps';
import type { Config } from '../../runtime/config/config';
import { loadConfig } from '../../runtime/config/load-config';
import type { ReplayStep } from '../../runtime/core/execution/replay';
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
const steps = [
  step(1, { type: 'execution-submitted', words: 'handed over, with 2 tasks', from: 'queued', to: 'queued' }),
  step(2, {
    type: 'attempt-started',
    taskId: 'task-001',
    words: 'attempt 1 begins\u001b[31m, by shell\nand more',
    from: 'assigned',
    to: 'active',
    prompt: '## Your task\nDo it',
  }),
];
const replayed: Replayed = {
  executionId: EXECUTION,
  title: 'A plan',
  events: 2,
  lastSeq: 2,
  status: 'running',
  tasks: [{ id: 'task-001', title: 'One', status: 'active', tries: 0, token: 1 }],
  isAsStored: true,
};

function step(seq: number, more: Partial<ReplayStep>): ReplayStep {
  return { seq, at: '2026-01-01T00:00:00.000Z', sinceMs: seq * 1000, actor: 'person:ada', ...more } as ReplayStep;
}

const archives = (findings: readonly { where: string; message: string }[] = []) => ({
  export: async () => exported,
  verify: async () => ({ ...verified, isClean: findings.length === 0, findings }),
  replay: async () => replayed,
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
        const told: (readonly ReplayStep[])[] = [];
        for (const place of [{ executionId: id }, { path }]) {
          const steps: ReplayStep[] = [];
          expect(await real.replay(place, { withPrompts: true }, (one) => steps.push(one))).toMatchObject({
            isAsStored: true,
          });
          told.push(steps);
        }
        expect(told[0]!.length).toBeGreaterThan(10);
        expect(told[1]).toEqual(told[0]);
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

describe('nightshift replay', () => {
  const replaying = (replay: Partial<Replayed> = {}) => {
    const asked: unknown[] = [];
    const actions: ArchiveActions = {
      ...archives(),
      replay: async (of, choice, onStep) => {
        asked.push([of, choice]);
        for (const one of steps) onStep(one);
        return { ...replayed, ...replay };
      },
    };
    return { asked, actions };
  };

  it('says of each event when it came, whose it was, what it changed, and how everything stood in the end', async () => {
    const { asked, actions } = replaying();
    const { run } = await scriptedCli({}, { archives: actions });
    const { code, out } = await run('replay', EXECUTION, '--task', '1', '--to', '2', '--prompts');
    expect(code).toBe(0);
    expect(asked).toEqual([[{ executionId: EXECUTION }, { task: '1', to: 2, withPrompts: true }]]);
    expect(out).toBe(
      [
        '    1   1.0 s, person:ada: queued',
        '        the plan handed over, with 2 tasks',
        '    2   2.0 s, person:ada: assigned → active',
        '        task-001 attempt 1 begins, by shell',
        '        and more',
        '',
        '        | ## Your task',
        '        | Do it',
        '',
        '',
        'After event 2 of 2: A plan, running',
        'task           status  failed tries  why',
        'task-001  One  active  0',
        '2 events lead to what is stored.',
        `What a task printed: nightshift logs ${EXECUTION} TASK`,
        '',
      ].join('\n'),
    );
  });

  it('reads an archive without asking anybody, and is one JSON document', async () => {
    const { asked, actions } = replaying({ isAsStored: false });
    const { code, out } = await runWith({ archives: actions, isRemote: () => true }, ['replay', 'a.tar.gz', '--json']);
    expect(code).toBe(1);
    expect(asked).toEqual([[{ path: '/work-folder/a.tar.gz' }, { withPrompts: false }]]);
    expect(JSON.parse(out)).toEqual({ steps, ...replayed, isAsStored: false });
  });

  it('is for the machine that has the execution, and takes numbers of events', async () => {
    const { actions } = replaying();
    expect(await runWith({ archives: actions, isRemote: () => true }, ['replay'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('ARCHIVE_LOCAL'),
    });
    expect(await runWith({ archives: actions }, ['replay', EXECUTION, '--to', '0'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('--to must be a whole number'),
    });
  });
});
