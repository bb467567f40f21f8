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
});
