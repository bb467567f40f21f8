import { Client } from 'pg';
import { fsck } from '../../runtime/app/fsck';
import type { Execution } from '../../runtime/core/execution/execution';
import { liveNight } from '../support/night';
import { openPostgresStores, type PostgresStores } from '../support/postgres-stores';
import { verifies } from '../support/verifies';

describe('fsck on Postgres', () => {
  let stores: PostgresStores;
  let owner: Client;
  let night: Execution;
  beforeAll(async () => {
    stores = await openPostgresStores();
    owner = new Client({ connectionString: stores.server.ownerUrl });
    await owner.connect();
    night = await liveNight(stores);
  });
  afterAll(async () => {
    await owner?.end();
    await stores?.close();
  });

  /** Damages the database by `sql`, looks, and mends it. */
  const damagedBy = async (sql: string, mend: string): Promise<readonly string[]> => {
    await owner.query(sql);
    try {
      return (await fsck({ moments: stores.moments })).violations.map(
        ({ invariant, message }) => `${invariant} ${message}`,
      );
    } finally {
      await owner.query(mend);
    }
  };
  /** Tables are copied before and put back after, so that damages do not add up. */
  const damaged = async (table: string, sql: string): Promise<readonly string[]> => {
    await owner.query(`create table nightshift.kept as table nightshift.${table}`);
    const isIdentity = table === 'outbox' || table === 'audit';
    const back = isIdentity ? 'overriding system value' : '';
    return damagedBy(
      sql,
      `delete from nightshift.${table}; insert into nightshift.${table} ${back} select * from nightshift.kept; drop table nightshift.kept`,
    );
  };

  afterEach(async () => {
    expect((await fsck({ moments: stores.moments })).violations).toEqual([]);
  });

  it.each<readonly [string, string, string, RegExp]>([
    [
      'an event that the execution does not know of',
      'executions',
      `update nightshift.executions set last_seq = last_seq - 1`,
      /^I14 Event \d+ is there, and whoever read up to/,
    ],
    [
      'a pattern that was learned twice',
      'patterns',
      `insert into nightshift.patterns (id, conversation_id, task_type, is_success, model, vector, payload)
        select gen_random_uuid(), 'c', 't', true, 'm', '', '{"id":"' || n || '","executionId":"x","errors":["a\\u0000b"]}' from generate_series(1, 2) n`,
      /^I27 Patterns .* say the same/,
    ],
    [
      'a changed event',
      'execution_events',
      `update nightshift.execution_events set payload = replace(payload, 'gone', 'lost') where type = 'attempt-lost'`,
      /^I13 The hash of event/,
    ],
    [
      'an event that is cut off',
      'execution_events',
      `update nightshift.execution_events set payload = left(payload, 5) where seq = 4`,
      /^I13 It cannot be read: /,
    ],
    [
      'a plan that is cut off',
      'plans',
      `update nightshift.plans set plan = left(plan, 50)`,
      /^I13 It cannot be read: /,
    ],
    [
      'a backdated event',
      'execution_events',
      `update nightshift.execution_events set at = at - interval '1 day' where seq = 4`,
      /^I13 The hash of event 4/,
    ],
    [
      'an event that is missing',
      'execution_events',
      `delete from nightshift.execution_events where seq = 5`,
      /^I13 Event 4 is followed by 6/,
    ],
    [
      'a log that is cut off',
      'execution_events',
      `delete from nightshift.execution_events e where seq = (select max(seq) from nightshift.execution_events)`,
      /^I13 /,
    ],
    [
      'a task that is stored otherwise',
      'execution_tasks',
      `update nightshift.execution_tasks set status = 'pending' where task_no = 0`,
      /^I13 Task 0 is stored as pending/,
    ],
    [
      'a task whose state lost a byte',
      'execution_tasks',
      `update nightshift.execution_tasks set state = state || ' ' where task_no = 0`,
      /^I13 Task 0/,
    ],
    [
      'a task without a row',
      'execution_tasks',
      `delete from nightshift.execution_tasks where task_no = 4`,
      /^I13 4 of 5 tasks/,
    ],
    [
      'an execution that is stored otherwise',
      'executions',
      `update nightshift.executions set status = 'succeeded'`,
      /^I13 The execution is stored as succeeded/,
    ],
    [
      'a wrong count of completed tasks',
      'executions',
      `update nightshift.executions set completed_tasks = 3`,
      /^I13 3 tasks are counted as completed, and 1 are/,
    ],
    [
      'another plan',
      'plans',
      `update nightshift.plans set plan = replace(plan, 'task-3', 'task-9')`,
      /^I1 Plan or options are not/,
    ],
    [
      'an attempt with another outcome',
      'attempts',
      `update nightshift.attempts set outcome = 'done' where outcome = 'lost'`,
      /^I13 Attempt 2 of task 0/,
    ],
    ['an attempt that is missing', 'attempts', `delete from nightshift.attempts where token = 4`, /^I13 Attempt 0:4/],
    [
      'a second open attempt',
      'attempts',
      `update nightshift.attempts set outcome = null, ended_at = null, ended = null where task_no = 0 and token = 1`,
      /^I5 Attempt 1 of task 0 is open/,
    ],
    [
      'an invented attempt',
      'attempts',
      `insert into nightshift.attempts select execution_id, 2, 9, conversation_id, kind, worker, assigned_at from nightshift.attempts limit 1`,
      /^I5 There is an attempt 9/,
    ],
    [
      'a lease that is missing',
      'leases',
      `delete from nightshift.leases`,
      /^I5 Task 2 is worked on by .* without a lease/,
    ],
    [
      'a lease with an old token',
      'leases',
      `update nightshift.leases set token = 1`,
      /^I5 .* holds a lease of task 2 with token 1/,
    ],
    [
      'a message that is missing',
      'outbox',
      `delete from nightshift.outbox where id = (select min(id) from nightshift.outbox)`,
      /^I15 The verdict of an attempt in event \d+ left no message/,
    ],
    [
      'a message of an event to come',
      'outbox',
      `update nightshift.outbox set seq = 999, topic = 'push' where id = (select max(id) from nightshift.outbox)`,
      /^I15 Message .* is of event 999/,
    ],
    [
      'a message without delivery',
      'deliveries',
      `delete from nightshift.deliveries`,
      /^I15 Message .* will never be sent/,
    ],
    [
      'news of an event that nobody is told of',
      'outbox',
      `update nightshift.outbox set topic = 'discord', key = replace(key, ':learn', ':discord:t') where id = (select min(id) from nightshift.outbox)`,
      /^I15 Message .* tells by discord of event \d+, which nobody is told of there/,
    ],
    [
      'another key for an execution',
      'executions',
      `update nightshift.executions set idempotency_key = 'another'`,
      /^I2 The receipt is not that of the key, plan and body/,
    ],
    [
      'a slot that nobody holds',
      'capacity',
      `update nightshift.capacity set used = used + 1 where key = 'global'`,
      /^I11 Capacity global counts 3 slots, and 2 are held/,
    ],
    [
      'an artifact with other bytes',
      'artifacts',
      `update nightshift.artifacts set bytes = '\\x00'`,
      /^I8 The artifact/,
    ],
    [
      'evidence without its output',
      'artifacts',
      `delete from nightshift.artifact_uses; delete from nightshift.artifacts`,
      /^I23 The output [0-9a-f]{64} that evidence names is not stored/,
    ],
    [
      'a loop that waits and cannot be woken',
      'loops',
      `update nightshift.loops set is_wait_open = true, wait = 3, resume_url = null`,
      /^I17 The loop waits \(\w+, wait 3\), and nobody can wake it/,
    ],
    [
      'a loop that knows of events that are not there',
      'loops',
      `update nightshift.loops set seq_at_start = 9999`,
      /^I13 The loop of generation 1 began at event 9999/,
    ],
    [
      'a loop whose key can be used again',
      'loops',
      `update nightshift.loops set n8n_execution_id = '7', start_key = 'k'`,
      /^I16 An n8n execution drives generation 1, and its key starts another one/,
    ],
    ['an execution without a loop', 'loops', `delete from nightshift.loops`, /^I1 Execution .* has no loop/],
  ])(`finds %s${verifies('I13')}`, async (_what, table, sql, expected) => {
    const found = await damaged(table, sql);
    expect(found.filter((line) => expected.test(line))).not.toEqual([]);
  });

  it(`finds two executions under one key, and two of one plan${verifies('I2')}`, async () => {
    const other = await liveNight(stores);
    const { rows } = await owner.query<{ idempotency_key: string; plan_id: string }>(
      'select idempotency_key, plan_id from nightshift.executions where id = $1',
      [other.id],
    );
    const { idempotency_key: key, plan_id: plan } = rows[0]!;
    const found = await damagedBy(
      `alter table nightshift.executions drop constraint executions_idempotency_key_key;
       update nightshift.executions x set idempotency_key = n.idempotency_key, plan_id = n.plan_id
         from nightshift.executions n where n.id = '${night.id}' and x.id = '${other.id}'`,
      `set constraints all immediate; update nightshift.executions set idempotency_key = '${key}', plan_id = '${plan}' where id = '${other.id}';
       alter table nightshift.executions add constraint executions_idempotency_key_key unique (idempotency_key)`,
    );
    const shared = found.filter((line) => line.startsWith('I2 Executions'));
    expect(shared).toHaveLength(2);
    for (const line of shared) expect(line).toContain([night.id, other.id].sort().join(', '));
  });

  it(`finds rights that the application must not have${verifies('I4', 'S-48')}`, async () => {
    const found = await damagedBy(
      'grant update on nightshift.execution_tasks to ns_app',
      'revoke update on nightshift.execution_tasks from ns_app',
    );
    expect(found).toEqual(['I4 ns_app may update execution_tasks']);
  });

  it.each([
    [
      'a message',
      `update nightshift.outbox set payload = payload || $1 where id = (select max(id) from nightshift.outbox)`,
      /^Message /,
    ],
    [
      'an output',
      `update nightshift.artifacts set bytes = bytes || convert_to($1, 'UTF8') where digest = (select min(digest) from nightshift.artifacts)`,
      /^The \w+ [0-9a-f]{64} /,
    ],
    [
      'the end of a log',
      `insert into nightshift.log_tails (execution_id, task_no, token, text) select id, 0, 1, $1 from nightshift.executions limit 1`,
      /^The end of the log of task 0 /,
    ],
    [
      'a pattern',
      `insert into nightshift.patterns (id, conversation_id, task_type, is_success, model, vector, payload)
        values (gen_random_uuid(), 'c', 't', true, 'm', '', json_build_object('id', 'p', 'errors', $1::text)::text)`,
      /^Pattern /,
    ],
    [
      'a kept answer',
      `insert into nightshift.research_cache (key, question, answer) values ('k', 'q', $1)`,
      /^The kept answer /,
    ],
  ])(
    `finds a secret of the configuration in %s, and does not repeat it${verifies('I24')}`,
    async (_where, sql, expected) => {
      const secret = 'sk-very-secret-4711';
      const hidden = Buffer.from(`--${secret}--`).toString('base64');
      await owner.query(sql, [hidden]);
      try {
        const { violations } = await fsck({ moments: stores.moments, secrets: [secret] });
        const leaks = violations.filter(({ invariant }) => invariant === 'I24');
        expect(leaks).toHaveLength(1);
        expect(leaks[0]?.message).toMatch(expected);
        expect(leaks[0]?.message).not.toContain(secret);
        expect(
          (await fsck({ moments: stores.moments, secrets: ['another-secret-0815'] })).violations,
        ).not.toContainEqual(expect.objectContaining({ invariant: 'I24' }));
      } finally {
        await owner.query(`update nightshift.outbox set payload = replace(payload, '${hidden}', '')`);
        await owner.query(
          `update nightshift.artifacts set bytes = substring(bytes for length(bytes) - ${hidden.length}) where position(convert_to('${hidden}', 'UTF8') in bytes) > 0`,
        );
        await owner.query(
          `delete from nightshift.log_tails; delete from nightshift.patterns; delete from nightshift.research_cache`,
        );
      }
    },
  );

  it(`finds rights that those who only read must not have${verifies('S-44')}`, async () => {
    const found = await damagedBy(
      'grant delete on nightshift.plans to ns_read; grant select (label) on nightshift.tokens to ns_metrics',
      'revoke delete on nightshift.plans from ns_read; revoke select (label) on nightshift.tokens from ns_metrics',
    );
    expect([...found].sort()).toEqual(['I4 ns_metrics may see tokens', 'I4 ns_read may delete plans']);
  });

  const KEEP = { executions: 90, logs: 180, records: 30, metrics: 365, audit: 365 };
  const NO_WORKERS = { workers: [], globalLimit: 1, globalFree: 1, slotWaits: [], resources: new Map() };

  it.each<readonly [string, string, RegExp]>([
    [
      'messages',
      `with o as (insert into nightshift.outbox (execution_id, seq, conversation_id, topic, key, payload) values ('', 0, 'c', 'voice', 'typed', '{}') returning id)
        insert into nightshift.deliveries (outbox_id, due_at, state, ended_at) select id, now(), 'delivered', now() - interval '40 days' from o`,
      /^1 messages are over for more than 37 days/,
    ],
    [
      'workers',
      `insert into nightshift.workers (id, host, pid, slots, capabilities, gone_at) values ('old', 'h', 1, 1, '{}', now() - interval '40 days')`,
      /^1 workers /,
    ],
    [
      'answers of research',
      `insert into nightshift.research_cache (key, question, answer, cached_at) values ('k', 'q', 'a', now() - interval '40 days')`,
      /^1 research /,
    ],
    [
      'the audit',
      `insert into nightshift.audit (at, actor, action, outcome) values (now() - interval '400 days', 'r', 'a', 'done')`,
      /^1 audit /,
    ],
  ])(`finds that %s grow for ever${verifies('I28')}`, async (_what, sql, expected) => {
    const look = async () => {
      const lateness = async () => ({
        nowMs: Date.parse('2026-01-02T03:04:05.000Z'),
        keep: KEEP,
        capacity: NO_WORKERS,
      });
      const { violations } = await fsck({ moments: stores.moments, lateness });
      return violations.filter(({ invariant }) => invariant === 'I28').map(({ message }) => message);
    };
    expect(await look()).toEqual([]);
    await owner.query(sql);
    try {
      expect(await look()).toEqual([expect.stringMatching(expected)]);
    } finally {
      await owner.query(`delete from nightshift.deliveries where outbox_id in (select id from nightshift.outbox where key = 'typed');
        delete from nightshift.outbox where key = 'typed'; delete from nightshift.workers where id = 'old';
        delete from nightshift.research_cache; delete from nightshift.audit where actor = 'r'`);
    }
  });

  it(`finds a message that is to be sent for an hour${verifies('I15')}`, async () => {
    const nowMs = Date.now() + 3_600_000;
    const lateness = async () => ({ nowMs, keep: KEEP, capacity: NO_WORKERS });
    const { violations } = await fsck({ moments: stores.moments, lateness });
    expect(violations).toContainEqual(
      expect.objectContaining({
        invariant: 'I15',
        message: expect.stringMatching(/ is to be sent since .*, and nobody tries/),
      }),
    );
  });

  it('looks at one execution alone when asked', async () => {
    const other = await liveNight(stores);
    await owner.query(`update nightshift.executions set failed_tasks = 9 where id = $1`, [other.id]);
    expect((await fsck({ moments: stores.moments }, night.id)).isClean).toBe(true);
    expect((await fsck({ moments: stores.moments }, other.id)).violations).toMatchObject([
      { invariant: 'I13', executionId: other.id },
    ]);
    await owner.query(`update nightshift.executions set failed_tasks = 1 where id = $1`, [other.id]);
  });
});
