import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { hintOf } from '../../runtime/adapters/bullmq/hint-job';
import { migrate } from '../../runtime/adapters/postgres/migrate';
import { openPool } from '../../runtime/adapters/postgres/open-pool';
import { SystemClock } from '../../runtime/adapters/system/system-clock';
import { answerTask } from '../../runtime/app/answer-question';
import { fsck } from '../../runtime/app/fsck';
import { sweep } from '../../runtime/app/sweep';
import { asExecutionId, asTaskId, asWorkerId } from '../../runtime/core/ids';
import { AppWorld, HOST } from '../support/app-world';
import { openTestDatabase, type TestDatabase } from '../support/postgres';
import { postgresStores } from '../support/postgres-stores';
import { verifies } from '../support/verifies';

const MIGRATIONS = join(__dirname, '../../runtime/adapters/postgres/migrations');
/**
 * Every row of a database of the schema 0015: an execution in the middle of a night, with a worker that is gone, and one that
 * waits for a person. Written once, with `row_to_json`; never again, since it stands for what an older version left.
 */
const DUMP = JSON.parse(readFileSync(join(__dirname, 'upgrade/0015.json'), 'utf8')) as Readonly<
  Record<string, readonly Readonly<Record<string, unknown>>[]>
>;

describe('a database that an older version left with executions under way', () => {
  let server: TestDatabase;
  let owner: Client;
  let ownerUrl: string;
  beforeAll(async () => {
    server = await openTestDatabase();
    const superuser = new Client({ connectionString: server.superUrl });
    await superuser.connect();
    await superuser.query('create database upgraded owner ns_owner');
    await superuser.end();
    ownerUrl = server.ownerUrl.replace(/nightshift$/, 'upgraded');
    const old = mkdtempSync(join(tmpdir(), 'ns-0015-'));
    cpSync(MIGRATIONS, old, { recursive: true });
    for (const name of readdirSync(old)) if (name > '0016') rmSync(join(old, name));
    await migrate(ownerUrl, { sqlFolder: old });
    rmSync(old, { recursive: true, force: true });
    owner = new Client({ connectionString: ownerUrl });
    await owner.connect();
    await owner.query('begin');
    await owner.query('delete from nightshift.capacity');
    for (const [table, rows] of Object.entries(DUMP))
      await owner.query(
        `insert into nightshift.${table} overriding system value select r.* from json_populate_recordset(null::nightshift.${table}, $1::json) r`,
        [JSON.stringify(rows)],
      );
    await owner.query(
      `select setval(pg_get_serial_sequence('nightshift.outbox', 'id'), (select max(id) from nightshift.outbox))`,
    );
    await owner.query('commit');
  });
  afterAll(async () => {
    await owner?.end();
    await server?.close();
  });

  it(`is brought up to date, holds together, and goes on to the end of each${verifies('R-11', 'F21')}`, async () => {
    expect((await migrate(ownerUrl)).applied.length).toBeGreaterThan(2);
    const database = openPool(server.appUrl.replace(/nightshift$/, 'upgraded'));
    const stores = { ...postgresStores(database), pass: async () => undefined, close: () => database.close() };
    try {
      expect((await fsck({ moments: stores.moments })).violations).toEqual([]);
      const rows = DUMP['executions']!;
      expect(rows).toHaveLength(2);
      for (const row of rows)
        expect(
          await stores.executions.findReceipt(String(row['idempotency_key']), String(row['digest'])),
        ).toMatchObject({
          executionId: row['id'],
          receipt: row['receipt'],
        });

      const world = new AppWorld({ agentName: 'claude-code', real: { stores, clock: new SystemClock() } });
      await world.addWorker('new');
      await sweep(world.deps, HOST);
      const [waiting, night] = ['waiting', 'running'].map((status) =>
        asExecutionId(String(rows.find((row) => row['status'] === status)!['id'])),
      );
      const answer = { criterionId: 'c1', result: 'pass', actor: 'person:ada' } as const;
      await answerTask(world.deps, { ...answer, executionId: waiting!, taskId: asTaskId('task-1') });
      const loops = DUMP['loops']!;
      for (const executionId of [waiting!, night!]) {
        const startKey = String(loops.find((loop) => loop['execution_id'] === executionId)!['start_key']);
        const call = { executionId, generation: 1, workflowId: 'wf', n8nExecutionId: `n8n-${executionId}` };
        expect(await stores.loops.enter({ ...call, startKey })).toBe('current');
        const end = performance.now() + 40_000;
        while ((await world.loop(executionId, 1, call.n8nExecutionId)) !== 'over' && performance.now() < end) {
          await sweep(world.deps, HOST);
          await sleep(200);
        }
      }
      await world.stopWorker('new', 5_000);
      const states = await Promise.all([waiting!, night!].map((id) => world.state(id)));
      expect(states.map(({ status }) => status)).toEqual(['succeeded', 'failed']);
      // What was completed before stays as it was.
      expect(states[1]!.tasks.map(({ status }) => status)).toEqual([
        'completed',
        'failed',
        'completed',
        'skipped',
        'completed',
      ]);
      expect((await fsck({ moments: stores.moments })).violations).toEqual([]);
    } finally {
      await database.close();
    }
  }, 120_000);

  it('and whose hints are still read', () => {
    const job = { executionId: 'e', task: 3, token: 2, kind: 'attempt' };
    expect(hintOf(asWorkerId('w'), job)).toEqual({ ...job, worker: 'w' });
  });
});
