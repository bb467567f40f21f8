import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../runtime/config/load-config';
import { namesGivenTo } from '../../runtime/config/part-variables';
import { backoffMs } from '../../runtime/core/execution/retry';
import { verifies } from '../support/verifies';

const URL = 'postgres://ns_app@127.0.0.1:1/nightshift';

describe('without a word in the configuration', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ns-defaults-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const config = (more: NodeJS.ProcessEnv = {}) =>
    loadConfig({ NIGHTSHIFT_HOME: folder, NIGHTSHIFT_DATABASE_URL: URL, NIGHTSHIFT_QUEUE_URL: URL, ...more }, folder);

  it(`a task is tried three times, and each pause is twice the one before${verifies('R-13')}`, () => {
    const { retry } = config().execution;
    expect(retry).toMatchObject({ maxAttempts: 3, backoffMultiplier: 2 });
    const pauses = [1, 2, 3].map((tries) => backoffMs(retry, tries, 1));
    expect(pauses).toEqual([1, 2, 4].map((factor) => pauses[0]! * factor));
    expect(config({ NIGHTSHIFT_RETRY_ATTEMPTS: '5' }).execution.retry.maxAttempts).toBe(5);
  });

  it.each(['https://a.b:99999', 'x', 'http://a.b', 'https://a.b/c', 'https://u:p@a.b', 'https://'])(
    'refuses %s as the public address',
    (url) => {
      expect(() => config({ NIGHTSHIFT_PUBLIC_URL: url })).toThrow(/NIGHTSHIFT_PUBLIC_URL=.*an https URL without path/);
    },
  );

  it(`a worker that is told to stop has 30 s for what it works at${verifies('R-14')}`, () => {
    expect(config().worker.graceMs).toBe(30_000);
    expect(config({ NIGHTSHIFT_WORKER_GRACE_SECONDS: '7' }).worker.graceMs).toBe(7_000);
  });

  it(`the gateway, which checks it, is told how long everything is kept${verifies('I28')}`, () => {
    const days = { EXECUTIONS: 1, LOGS: 2, RECORDS: 3, METRICS: 4, AUDIT: 5 };
    const env = Object.fromEntries(
      Object.entries(days).map(([name, kept]) => [`NIGHTSHIFT_KEEP_${name}_DAYS`, String(kept)]),
    );
    const given = Object.fromEntries(Object.entries(env).filter(([name]) => namesGivenTo('gateway').has(name)));
    expect(config({ NIGHTSHIFT_PART: 'gateway', ...given }).keepDays).toEqual({
      executions: 1,
      logs: 2,
      records: 3,
      metrics: 4,
      audit: 5,
    });
  });
});
