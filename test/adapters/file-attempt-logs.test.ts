import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileAttemptLogs } from '../../runtime/adapters/system/file-attempt-logs';
import { asExecutionId, asTaskId } from '../../runtime/core/ids';

const plain = () => ({ push: (chunk: string) => chunk, end: () => '' });
const key = { execution: asExecutionId('e'), task: asTaskId('task-001') };

describe('logs of attempts on disk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ns-logs-'));
  const logs = new FileAttemptLogs(folder, plain);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are found by their token after a retry raised the epoch', async () => {
    const log = logs.open({ ...key, epoch: 1, token: 1 });
    log.write(Buffer.from('in the first epoch'));
    await log.close();
    expect(await logs.read({ ...key, epoch: 3, token: 1 })).toBe('in the first epoch');
    expect(await logs.read({ ...key, epoch: 3, token: 2 })).toBeUndefined();
  });

  it('have a tail that says where in the log it begins, in bytes of what is kept, whatever was printed', async () => {
    const log = logs.open({ ...key, epoch: 1, token: 2 });
    expect(log.tail()).toEqual({ text: '', offset: 0 });
    const printed = Buffer.from(`a\u0000b\ufeff${'é🌙x'.repeat(5_000)}`);
    // In pieces that part characters, with a byte that is none.
    for (let at = 0; at < printed.length; at += 1_013) log.write(printed.subarray(at, at + 1_013));
    log.write(Buffer.from([0xff, 0x0a]));
    const { text, offset } = log.tail();
    await log.close();
    const kept = Buffer.from((await logs.read({ ...key, epoch: 1, token: 2 }))!);
    expect(kept.subarray(0, 5).toString()).toBe('a\ufffdb');
    expect(kept.subarray(offset).toString()).toBe(text);
    expect(kept.length - offset).toBeGreaterThan(16 * 1024 - 8);
  });
});
