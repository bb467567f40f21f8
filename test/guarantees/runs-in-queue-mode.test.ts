import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { prepareExample } from '../../runtime/main/cli/prepare-example';
import { LoopWitness } from '../support/loop-witness';
import { git, Nightshift, STARTS } from '../support/nightshift';
import { planText } from '../support/plan-text';
import { openRedisServer, type RedisServer, redisMissing } from '../support/redis-server';
import { verifies } from '../support/verifies';

const MINUTE = 60_000;
const missing = redisMissing();
const describeWithRedis = missing === undefined ? describe : describe.skip;
let nightshift: Nightshift;
let server: RedisServer;
let redis: Redis;

describeWithRedis(
  `n8n in queue mode with a worker process of its own, hints on Redis${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    beforeAll(async () => {
      server = await openRedisServer();
      redis = new Redis(server.url);
      nightshift = await Nightshift.start({ NIGHTSHIFT_N8N_MODE: 'queue', NIGHTSHIFT_REDIS_URL: server.url });
    }, STARTS);
    afterAll(async () => {
      await nightshift.close();
      redis.disconnect();
      await server.close();
    }, MINUTE);

    it(
      `runs the example to its end, every turn of the loop on n8n's worker and every hint through Redis${verifies('R-1', 'R-88')}`,
      async () => {
        const [worker] = await nightshift.rows<{ id: string; address: string }>(
          'select id, address from nightshift.workers where gone_at is null',
        );
        // Without the socket of this machine the queue is the only way to the worker.
        rmSync(worker!.address);

        const { dir, planPath } = await prepareExample(nightshift.home);
        await nightshift.gateway.addProject({ dir });
        const { executionId } = await nightshift.handOff(readFileSync(planPath, 'utf8'), {
          repo: dir,
          fileName: 'ROADMAP.md',
        });
        const question = await nightshift.until(
          'a person is asked',
          async () => (await nightshift.gateway.status(executionId)).questions[0],
          90_000,
        );
        const { taskId, criterionId } = question;
        await nightshift.gateway.answer(executionId, { taskId, criterionId, result: 'pass' }, 'person:tester');
        expect(await nightshift.over(executionId)).toBe('succeeded');

        const { result } = await nightshift.until('the result', async () => {
          const report = await nightshift.gateway.report(executionId);
          return report.result && { result: report.result };
        });
        expect(git(dir, 'ls-tree', '-r', '--name-only', result.branch)).toContain('release/almanac-1.2.0.tgz');

        const { n8nExecutionId, generation, restarts } = await nightshift.loop(executionId);
        expect({ generation, restarts }).toEqual({ generation: 1, restarts: 0 });
        const log = readFileSync(join(nightshift.home, 'logs', 'n8n-worker.log'), 'utf8');
        // n8n's queue counts its jobs: the hand-off and every wake was one, and the worker took each.
        const turns = log.match(/Worker started execution \d+ \(job \d+\)/g) ?? [];
        expect(turns.filter((turn) => turn.includes(` ${n8nExecutionId} `)).length).toBeGreaterThan(5);
        expect(turns).toHaveLength(Number(await redis.get('n8n:jobs:id')));

        const added = await addedHints();
        const announced = (await nightshift.events(executionId)).filter(({ body }) => body.type === 'task-announced');
        expect(added).toBeGreaterThanOrEqual(announced.length);
        expect(announced.length).toBeGreaterThanOrEqual(20);
      },
      3 * MINUTE,
    );

    it(
      `wakes the same n8n execution after n8n's main process and its worker were killed while it was suspended${verifies('F5', 'R-11', 'R-88')}`,
      async () => {
        const { executionId } = await nightshift.handOff(planText(['a!', 'b<a']));
        const before = await nightshift.until('the loop waits', async () => {
          const loop = await nightshift.loop(executionId);
          return loop.isWaitOpen && loop;
        });
        const witness = new LoopWitness(nightshift, before.n8nExecutionId!);
        await nightshift.until(
          'n8n has suspended it',
          async () => (await witness.statusOf(before.n8nExecutionId!)) === 'waiting',
        );
        await nightshift.kill9('n8n', 'n8n-worker');
        nightshift.openGate(executionId, 'task-001');
        expect(await nightshift.over(executionId)).toBe('succeeded');
        expect(await nightshift.loop(executionId)).toMatchObject({
          generation: 1,
          n8nExecutionId: before.n8nExecutionId,
        });
        expect((await witness.end()).mostAtOnce).toBe(1);
      },
      3 * MINUTE,
    );
  },
);

/** Jobs that BullMQ put into any of nightshift's queues, by its own log of events. */
async function addedHints(): Promise<number> {
  const streams = await redis.keys('nightshift:*:events');
  const entries = await Promise.all(streams.map((stream) => redis.xrange(stream, '-', '+')));
  return entries.flat().filter(([, fields]) => fields.includes('added')).length;
}
