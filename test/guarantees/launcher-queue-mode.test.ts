import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Redis } from 'ioredis';
import { down } from '../../runtime/main/down';
import { openRedisServer, type RedisServer, redisMissing } from '../support/redis-server';
import { verifies } from '../support/verifies';

const CLI = resolve(__dirname, '../../dist/cli.js');
const missing = redisMissing();

interface Report {
  readonly state: string;
  readonly tasks: readonly { readonly attempts: readonly unknown[] | number }[];
}

(missing === undefined ? describe : describe.skip)(
  `n8n in queue mode, hints over Redis${missing ? `: ${missing}` : ''}`,
  () => {
    let folder: string;
    let redis: RedisServer;

    beforeAll(async () => {
      if (!existsSync(CLI)) throw new Error('nothing is built: run `npm run build`');
      folder = mkdtempSync(join(tmpdir(), 'ns-queue-'));
      redis = await openRedisServer();
    });
    afterAll(async () => {
      await down(join(folder, '.nightshift'));
      await redis.close();
      rmSync(folder, { recursive: true, force: true });
    }, 60_000);

    it(`runs the example to its end: n8n’s own worker does its executions, and hints come as BullMQ jobs${verifies('R-88')}`, async () => {
      const env = {
        PATH: process.env['PATH'],
        HOME: folder,
        NIGHTSHIFT_HOME: join(folder, '.nightshift'),
        NIGHTSHIFT_N8N_MODE: 'queue',
        NIGHTSHIFT_REDIS_URL: redis.url,
      };
      // Queues are gone when everything has ended: what matters is what was asked of Redis meanwhile.
      const prefixes = new Set<string>();
      const client = new Redis(redis.url);
      const monitor = await client.monitor();
      monitor.on('monitor', (_: unknown, args: readonly string[]) => {
        for (const arg of args) prefixes.add(arg.slice(0, 24));
      });
      const { code, stdout, stderr } = await run(['up', '--run-example', '--exit', '--json'], env);
      for (const connection of [monitor, client]) connection.disconnect();
      expect([code, stderr]).toEqual([0, expect.stringContaining("n8n's worker is ready")]);
      const named = (prefix: string): boolean => [...prefixes].some((arg) => arg.startsWith(prefix));
      const report = JSON.parse(stdout) as Report;
      expect(report.state).toBe('succeeded');
      expect(report.tasks).toHaveLength(10);
      const log = (name: string) => readFileSync(join(folder, '.nightshift', 'logs', `${name}.log`), 'utf8');
      expect(log('n8n-worker')).toMatch(/Worker finished execution 1 /);
      expect(log('n8n')).toMatch(/Enqueued execution 1 /);

      expect(named('n8n:jobs')).toBe(true);
      expect(named('nightshift:')).toBe(true);
      expect(named('bull:')).toBe(false);
    }, 240_000);
  },
);

function run(args: readonly string[], env: NodeJS.ProcessEnv) {
  return new Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>((done) => {
    execFile(process.execPath, [CLI, ...args], { env }, (error, stdout, stderr) =>
      done({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}
