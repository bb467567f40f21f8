import { Client } from 'pg';
import { LEGAL_EXECUTION_TRANSITIONS, LEGAL_TASK_TRANSITIONS } from '../../runtime/core/execution/legal-transitions';
import { liveNight } from '../support/night';
import { openPostgresStores, type PostgresStores } from '../support/postgres-stores';
import { verifies } from '../support/verifies';

describe('the application’s role', () => {
  let stores: PostgresStores;
  let app: Client;
  beforeAll(async () => {
    stores = await openPostgresStores();
    await liveNight(stores);
    app = new Client({ connectionString: stores.server.appUrl });
    await app.connect();
  });
  afterAll(async () => {
    await app?.end();
    await stores?.close();
  });

  it.each([
    `update nightshift.execution_tasks set status = 'active' where status = 'completed'`,
    `update nightshift.executions set status = 'running'`,
    `insert into nightshift.execution_events select * from nightshift.execution_events`,
    `update nightshift.execution_events set payload = '{}'`,
    `delete from nightshift.execution_events`,
    `truncate nightshift.execution_events`,
    `delete from nightshift.attempts`,
    `update nightshift.plans set digest = ''`,
    `update nightshift.capacity set used = 0`,
    `delete from nightshift.outbox`,
    `update nightshift.deliveries set state = 'dead'`,
    `update nightshift.leases set until = now()`,
    `update nightshift.loops set generation = 9`,
    `update nightshift.workers set gone_at = null`,
    `insert into nightshift.audit (actor, action, outcome) values ('me', 'x', 'done')`,
    `update nightshift.audit set actor = 'somebody else'`,
    `delete from nightshift.audit`,
    `delete from nightshift.archived_executions`,
    `select nightshift.ns_archive_out('00000000-0000-0000-0000-000000000000', 1, 'h', '/p', 'd')`,
    `insert into nightshift.tokens (digest, label, scopes) values ('x', 'x', '{}')`,
    `update nightshift.artifacts set bytes = ''`,
    `insert into nightshift.legal_task_transitions values ('completed>active')`,
    `delete from nightshift.migrations`,
    `select nightshift.ns_insert_outbox('{}', '{}', '{}', '{}', '{}', '{}', '{}')`,
    `create table nightshift.mine (id integer)`,
    `create table public.mine (id integer)`,
    `create temporary table mine (id integer)`,
    `create schema mine`,
    `create function nightshift.mine() returns integer language sql as 'select 1'`,
    `alter table nightshift.executions add column mine integer`,
    `drop table nightshift.executions`,
    `create role mine`,
    `copy (select 1) to program 'true'`,
    `copy nightshift.audit (actor, action, outcome) from program 'true'`,
    `select pg_read_file('/etc/passwd')`,
    `set role ns_owner`,
    `select * from bullmq.anything`,
  ])(`is refused: %s${verifies('S-44', 'S-45', 'S-48', 'I13')}`, async (sql) => {
    await expect(app.query(sql)).rejects.toMatchObject({ code: expect.stringMatching(/^(42501|3F000)$/) });
  });

  it(`cannot open n8n’s database, nor can n8n open ours${verifies('S-45')}`, async () => {
    const attempt = async (url: string): Promise<unknown> => {
      const client = new Client({ connectionString: url });
      try {
        await client.connect();
        return 'connected';
      } catch (error) {
        return (error as { code?: string }).code;
      } finally {
        await client.end().catch(() => undefined);
      }
    };
    expect(await attempt(stores.server.appUrl.replace(/nightshift$/, 'n8n'))).toBe('42501');
    expect(await attempt(stores.server.n8nUrl.replace(/n8n$/, 'nightshift'))).toBe('42501');
    expect(await attempt(stores.server.appUrl.replace('nightshift-test', 'another-password'))).toBe('28P01');
    expect(await attempt(stores.server.queueUrl)).toBe('connected');
  });

  it(`calls functions whose search path nobody can bend${verifies('S-45')}`, async () => {
    const { rows } = await app.query(
      `select p.proname, p.prosecdef, p.proconfig from pg_proc p join pg_namespace n on n.oid = p.pronamespace
       where n.nspname = 'nightshift' and has_function_privilege('ns_app', p.oid, 'execute')`,
    );
    expect(rows.length).toBeGreaterThan(20);
    for (const { proname, proconfig } of rows as { proname: string; proconfig: string[] | null }[]) {
      expect([proname, proconfig?.includes('search_path=pg_catalog')]).toEqual([proname, true]);
    }
  });

  it(`has its statements, locks and idle transactions cut off in time${verifies('S-47')}`, async () => {
    const [settings] = await stores.database.query<{ statement: string; lock: string; idle: string }>({
      name: 'settings',
      text: `select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock,
        current_setting('idle_in_transaction_session_timeout') as idle`,
    });
    expect(settings).toEqual({ statement: '30s', lock: '15s', idle: '30s' });
  });

  it(`finds the tables of legal transitions as the core has them${verifies('I4')}`, async () => {
    const pairs = async (table: string): Promise<readonly string[]> =>
      (await app.query<{ pair: string }>(`select pair from nightshift.${table} order by pair`)).rows.map(
        ({ pair }) => pair,
      );
    expect(await pairs('legal_task_transitions')).toEqual([...LEGAL_TASK_TRANSITIONS].sort());
    expect(await pairs('legal_execution_transitions')).toEqual([...LEGAL_EXECUTION_TRANSITIONS].sort());
  });

  it(`gives every row of an execution its conversation${verifies('R-85')}`, async () => {
    for (const table of [
      'plans',
      'executions',
      'execution_tasks',
      'attempts',
      'execution_events',
      'outbox',
      'leases',
      'loops',
      'artifacts',
    ]) {
      const { rows } = await app.query(
        `select count(*)::int as n, count(conversation_id)::int as named from nightshift.${table}`,
      );
      expect([table, rows[0].n > 0, rows[0].n - rows[0].named]).toEqual([table, true, 0]);
    }
  });
});
