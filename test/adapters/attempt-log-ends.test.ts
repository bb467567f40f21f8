import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileAttemptLogs } from '../../runtime/adapters/system/file-attempt-logs';
import { learnAttempt } from '../../runtime/app/learn-attempt';
import { asExecutionId } from '../../runtime/core/ids';
import type { LogBounds } from '../../runtime/ports/attempt-logs';
import { verifies } from '../support/verifies';

describe('a long log', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ns-logs-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const logs = new FileAttemptLogs(folder, () => ({ push: (text) => text, end: () => '' }));
  const key = { execution: asExecutionId('e'), epoch: 1, task: 't', token: 1 } as unknown as Parameters<
    FileAttemptLogs['open']
  >[0];

  it(`is read at its two ends, in whole lines, with a word on what is left out${verifies('F26')}`, async () => {
    const log = logs.open(key);
    const lines = Array.from({ length: 1_000 }, (_, i) => `line ${String(i).padStart(4, '0')}\n`);
    log.write(Buffer.from(lines.join('')));
    await log.close();
    expect(await logs.read(key)).toBe(lines.join(''));
    expect(await logs.read(key, { first: 10_000, last: 10_000 })).toBe(lines.join(''));
    expect(await logs.read(key, { first: 25, last: 25 })).toBe(
      `line 0000\nline 0001\n[9960 bytes are left out here]\nline 0998\nline 0999\n`,
    );
    expect(await logs.read({ ...key, token: 2 }, { first: 1, last: 1 })).toBeUndefined();
  });

  it('is never read whole in order to learn from it', async () => {
    const asked: (LogBounds | undefined)[] = [];
    const deps = {
      cache: { refresh: async () => ({ execution: { epoch: 1, plan: { tasks: [{ id: 't' }] } } }) },
      store: { eventsAfter: async () => [{ body: { type: 'task-retried', failure: 'no' } }] },
      attempts: { attemptsOf: async () => [{ kind: 'attempt', token: 1 }] },
      attemptLogs: {
        read: async (_key: unknown, most?: LogBounds) => {
          asked.push(most);
          throw new Error('enough');
        },
      },
    } as unknown as Parameters<typeof learnAttempt>[0];
    const message = { topic: 'learn', payload: { task: 0, token: 1 }, executionId: 'e', seq: 1, key: 'k' };
    await expect(learnAttempt(deps, message as Parameters<typeof learnAttempt>[1])).rejects.toThrow('enough');
    expect(asked).toEqual([{ first: 2 * 1_048_576, last: 6 * 1_048_576 }]);
  });
});
