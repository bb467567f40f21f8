import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { migrate } from '../../runtime/adapters/postgres/migrate';
import { PostgresDatabase } from '../../runtime/adapters/postgres/postgres-database';
import { PostgresMetricReader } from '../../runtime/adapters/postgres/postgres-metric-reader';
import { roleSettingStatements } from '../../runtime/adapters/postgres/role-settings';
import { liveNight } from '../support/night';
import { MIGRATIONS } from '../support/postgres';
import { openPostgresStores, type PostgresStores } from '../support/postgres-stores';
import { verifies } from '../support/verifies';

const ROLES = ['ns_owner', 'ns_app', 'ns_queue', 'ns_read', 'ns_metrics'] as const;
const LIMITS = ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'search_path'] as const;

describe('the roles that only read', () => {
  let stores: PostgresStores;
  const clients: Client[] = [];
  const connect = async (url: string): Promise<Client> => {
    const client = new Client({ connectionString: url });
    await client.connect();
    clients.push(client);
    return client;
  };
  let read: Client;
  let metrics: Client;
  beforeAll(async () => {
    stores = await openPostgresStores();
    await liveNight(stores);
    read = await connect(stores.server.readUrl);
    metrics = await connect(stores.server.metricsUrl);
  });
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.end()));
    await stores?.close();
  });

  it.each([
    `select * from nightshift_report.execution_tasks`,
    `select * from conversation_executions`,
    `select plan, title from nightshift.plans`,
    `select type, payload from nightshift.execution_events`,
    `select topic, created_at from nightshift.outbox`,
    `select state, tries from nightshift.deliveries`,
    `select execution_id, turns, is_due from nightshift.loops`,
    `select title, cost from nightshift.archived_executions`,
  ])(`let a dashboard ask: %s${verifies('S-44')}`, async (sql) => {
    await expect(read.query(sql)).resolves.toBeDefined();
  });

  it.each([
    `select * from nightshift.tokens`,
    `select label from nightshift.tokens`,
    `select * from nightshift.audit`,
    `select resume_url from nightshift.loops`,
    `select start_key from nightshift.loops`,
    `select payload from nightshift.outbox`,
    `select key from nightshift.outbox`,
    `select error from nightshift.deliveries`,
    `select idempotency_key from nightshift.executions`,
    `select * from nightshift.research_cache`,
    `insert into nightshift.artifacts select * from nightshift.artifacts`,
    `update nightshift.executions set status = 'running'`,
    `delete from nightshift.execution_events`,
    `truncate nightshift.plans`,
    `select nightshift.ns_token_revoke('x')`,
    `select nightshift.ns_lock(array['00000000-0000-0000-0000-000000000000']::uuid[])`,
    `select nightshift.ns_grant_readers()`,
    `select nextval('nightshift.pattern_changes')`,
    `create temporary table mine (id integer)`,
    `create table public.mine (id integer)`,
    `create schema mine`,
    `create role mine`,
    `copy (select 1) to program 'true'`,
    `select pg_read_file('/etc/passwd')`,
    `set role ns_app`,
    `set role ns_owner`,
    `select * from bullmq.anything`,
  ])(`are refused: %s${verifies('S-44', 'S-45')}`, async (sql) => {
    for (const client of [read, metrics]) {
      await expect(client.query(sql)).rejects.toMatchObject({ code: expect.stringMatching(/^(42501|25006|42883)$/) });
      // Nor when somebody has switched off what only keeps from mistakes.
      await client.query('set default_transaction_read_only = off');
      await expect(client.query(sql)).rejects.toMatchObject({ code: expect.stringMatching(/^(42501|42883)$/) });
      await client.query('reset default_transaction_read_only');
    }
  });

  it.each([
    `select plan from nightshift.plans`,
    `select title from nightshift.executions`,
    `select options from nightshift.executions`,
    `select state from nightshift.execution_tasks`,
    `select ended from nightshift.attempts`,
    `select payload from nightshift.execution_events`,
    `select text from nightshift.log_tails`,
    `select bytes from nightshift.artifacts`,
    `select payload from nightshift.patterns`,
    `select dir from nightshift.projects`,
    `select * from nightshift_report.executions`,
    `select * from nightshift_report.execution_tasks`,
  ])(`show the role of metrics no text: %s${verifies('S-44')}`, async (sql) => {
    await expect(metrics.query(sql)).rejects.toMatchObject({ code: '42501' });
  });

  it(`give the role of metrics all that /metrics tells, and the trends${verifies('S-44')}`, async () => {
    const database = new PostgresDatabase(stores.server.metricsUrl);
    try {
      const told = await new PostgresMetricReader(database).read();
      expect(told.executions.length).toBeGreaterThan(0);
      expect(told.tasks.length).toBeGreaterThan(0);
    } finally {
      await database.close();
    }
    await expect(metrics.query('select * from metric_trends')).resolves.toBeDefined();
  });

  it(`cannot open n8n’s database${verifies('S-45')}`, async () => {
    for (const url of [stores.server.readUrl, stores.server.metricsUrl]) {
      const client = new Client({ connectionString: url.replace(/nightshift$/, 'n8n') });
      await expect(client.connect()).rejects.toMatchObject({ code: '42501' });
    }
  });

  it(`every role of ours is limited in time and place, whichever program logs in${verifies('S-45', 'S-47')}`, async () => {
    const { ownerUrl, appUrl, queueUrl, readUrl, metricsUrl } = stores.server;
    const urls = { ns_owner: ownerUrl, ns_app: appUrl, ns_queue: queueUrl, ns_read: readUrl, ns_metrics: metricsUrl };
    for (const role of ROLES) {
      const client = await connect(urls[role]);
      for (const limit of LIMITS) {
        const { rows } = await client.query<{ value: string }>('select current_setting($1) as value', [limit]);
        expect([role, limit, rows[0]?.value]).not.toEqual([role, limit, '0']);
        expect(rows[0]?.value).not.toContain('public');
        expect(rows[0]?.value).not.toContain('$user');
      }
    }
  });

  it('have their statements cut off', async () => {
    await metrics.query("set statement_timeout = '50ms'");
    await expect(metrics.query('select pg_sleep(5)')).rejects.toMatchObject({ code: '57014' });
    await metrics.query('reset statement_timeout');
    const { rows } = await metrics.query("select current_setting('statement_timeout') as value");
    expect(rows).toEqual([{ value: '10s' }]);
  });

  it('are set in a deployment as they are in an embedded Postgres', () => {
    const lines = readFileSync(join(__dirname, '../../docs/deployment/roles.sql'), 'utf8').split('\n');
    // Hints go by Redis there.
    const ours = roleSettingStatements().filter((statement) => !statement.includes(' ns_queue '));
    expect(lines.filter((line) => line.startsWith('alter role '))).toEqual(ours);
  });

  it('get their rights by migrating again when they were made later than the schema', async () => {
    const superuser = await connect(stores.server.superUrl.replace(/postgres$/, 'nightshift'));
    await superuser.query('drop owned by ns_metrics');
    await superuser.query('grant connect on database nightshift to ns_metrics');
    await expect(metrics.query('select status from nightshift.executions')).rejects.toMatchObject({ code: '42501' });
    await migrate(stores.server.ownerUrl, { sqlFolder: MIGRATIONS });
    await expect(metrics.query('select status from nightshift.executions')).resolves.toBeDefined();
  });
});
