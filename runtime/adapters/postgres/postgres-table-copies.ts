import { ConfigError } from '../../core/errors';
import type { Floors } from '../../core/execution/fence-restored';
import type { ExecutionStore } from '../../ports/execution-store';
import type { Replaced, TableCopies, TableCopy } from '../../ports/table-copies';
import type { PostgresDatabase, Query } from './postgres-database';
import { PostgresExecutionStore } from './postgres-execution-store';

/** Rows of one page. */
const PAGE = 500;
/** Of a table whose rows are large. */
const FEW = 5;
const LARGE = ['artifacts', 'plans'];
/** Made by migrations, and the same everywhere. */
const MADE_BY_MIGRATIONS = ['migrations', 'legal_task_transitions', 'legal_execution_transitions'];
/** Tokens that workers may have been given after what we can see. */
const UNSEEN_TOKENS = 1_000;

/**
 * All tables of the schema, with the owner's role. Each row is what Postgres makes of it as JSON, and Postgres reads it back: every
 * value comes back as it was, bytes and microseconds too.
 *
 * @param fence - Called in the transaction of the restore, over the restored executions.
 */
export class PostgresTableCopies implements TableCopies {
  constructor(
    private readonly database: PostgresDatabase,
    private readonly fence: (store: ExecutionStore, ids: readonly string[], floors: Floors) => Promise<void>,
  ) {}

  read<T>(use: (copy: TableCopy) => Promise<T>): Promise<T> {
    return this.database.transaction(async (query) => {
      await query({ name: 'ns_copy_moment', text: 'set transaction isolation level repeatable read, read only' });
      const tables = await tablesOf(query);
      return use({ migrations: await migrationsOf(query), pages: () => pagesOf(query, tables) });
    });
  }

  replace(copy: TableCopy): Promise<Replaced> {
    return this.database.transaction(async (query) => {
      await refuseOthers(query);
      await refuseOtherSchema(copy.migrations, await migrationsOf(query));
      const tables = await tablesOf(query);
      const before = await highestToken(query);
      const epoch = (await query<{ epoch: number }>(HIGHEST_EPOCH))[0]?.epoch ?? 0;
      await query({ name: 'ns_restore_clear', text: `truncate ${tables.map(qualified).join(', ')}` });
      let rows = 0;
      for await (const page of copy.pages()) {
        if (!tables.includes(page.table))
          throw new ConfigError('RESTORE_VERSION', `There is no table ${JSON.stringify(page.table)} here`, {
            hint: 'Use a backup that this version of nightshift wrote.',
          });
        await query(insertInto(page.table), [`[${page.rows.join(',')}]`]);
        rows += page.rows.length;
      }
      for (const { table, column } of await query<{ table: string; column: string }>(IDENTITIES))
        await query({ name: `ns_restore_next_${table}`, text: nextIdentity(table, column) });
      await query(NEXT_CHANGE);
      await query(WORKERS_GONE);
      const ids = (await query<{ id: string }>(EXECUTIONS)).map(({ id }) => id);
      const floor = Math.max(before, await highestToken(query)) + UNSEEN_TOKENS;
      const here = {
        query,
        crash: this.database.crash,
        transaction: <T>(work: (query: Query) => Promise<T>) => work(query),
      };
      await this.fence(new PostgresExecutionStore(here), ids, { token: floor, epoch });
      await query(LOOPS_ANEW);
      return { executions: ids.length, rows };
    });
  }
}

async function* pagesOf(query: Query, tables: readonly string[]): ReturnType<TableCopy['pages']> {
  for (const table of tables) {
    const cursor = `ns_copy_${table}`;
    await query({
      name: `ns_open_${table}`,
      text: `declare ${cursor} no scroll cursor for select row_to_json(t)::text as row from ${qualified(table)} t`,
    });
    for (;;) {
      const rows = await query<{ row: string }>({
        name: `ns_fetch_${table}`,
        text: `fetch ${LARGE.includes(table) ? FEW : PAGE} from ${cursor}`,
      });
      if (rows.length === 0) break;
      yield { table, rows: rows.map(({ row }) => row) };
    }
    await query({ name: `ns_close_${table}`, text: `close ${cursor}` });
  }
}

async function tablesOf(query: Query): Promise<readonly string[]> {
  return (await query<{ table: string }>(TABLES, [MADE_BY_MIGRATIONS])).map(({ table }) => table);
}

async function migrationsOf(query: Query): Promise<readonly string[]> {
  return (await query<{ name: string }>(MIGRATIONS)).map(({ name }) => name);
}

async function highestToken(query: Query): Promise<number> {
  return (await query<{ token: number }>(HIGHEST_TOKEN))[0]?.token ?? 0;
}

/** Whoever is connected keeps in memory what would no longer be so. */
async function refuseOthers(query: Query): Promise<void> {
  const others = await query<{ name: string }>(OTHERS);
  if (others.length === 0) return;
  const names = [...new Set(others.map(({ name }) => name))].join(', ');
  throw new ConfigError('RESTORE_BUSY', `The database is in use: ${others.length} sessions of ${names}`, {
    hint: 'Stop everything first: `nightshift down`; with a database of your own, also gateways, workers and n8n on other hosts.',
  });
}

function refuseOtherSchema(theirs: readonly string[], ours: readonly string[]): void {
  if (theirs.join() === ours.join()) return;
  const newer = theirs.filter((name) => !ours.includes(name));
  const message =
    newer.length > 0
      ? `The backup is of a newer version: it has ${newer.join(', ')}`
      : `The backup is of an older version: it lacks ${ours.filter((name) => !theirs.includes(name)).join(', ')}`;
  throw new ConfigError('RESTORE_VERSION', message, {
    hint: 'Restore it with the version of nightshift that wrote it, then update.',
  });
}

const qualified = (table: string): string => `nightshift."${table}"`;

const insertInto = (table: string) => ({
  name: `ns_put_back_${table}`,
  text: `insert into ${qualified(table)} overriding system value select r.* from json_populate_recordset(null::${qualified(table)}, $1::json) r`,
});
const nextIdentity = (table: string, column: string): string =>
  `select setval(pg_get_serial_sequence('${qualified(table)}', '${column}'), coalesce((select max("${column}") from ${qualified(table)}), 0) + 1, false)`;

/** In the order in which they were made: what others refer to comes first. */
const TABLES = {
  name: 'ns_copy_tables',
  text: `select c.relname as table from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'nightshift' and c.relkind = 'r' and c.relname <> all ($1::text[]) order by c.oid`,
};
const MIGRATIONS = { name: 'ns_copy_migrations', text: 'select m.name from nightshift.migrations m order by m.name' };
const EXECUTIONS = { name: 'ns_restore_executions', text: 'select x.id from nightshift.executions x order by x.id' };
const HIGHEST_EPOCH = {
  name: 'ns_restore_epoch',
  text: 'select coalesce(max(x.epoch), 0) as epoch from nightshift.executions x',
};
const HIGHEST_TOKEN = {
  name: 'ns_restore_token',
  text: 'select coalesce(max(t.token), 0) as token from nightshift.execution_tasks t',
};
/** Of other roles' sessions no more can be seen; Postgres' own have no role. */
const OTHERS = {
  name: 'ns_restore_others',
  text: `select a.usename as name from pg_stat_activity a
    where a.datname = current_database() and a.pid <> pg_backend_pid() and a.usesysid is not null`,
};
const IDENTITIES = {
  name: 'ns_restore_identities',
  text: `select table_name as table, column_name as column from information_schema.columns
    where table_schema = 'nightshift' and is_identity = 'YES'`,
};
const NEXT_CHANGE = {
  name: 'ns_restore_change',
  text: `select setval('nightshift.pattern_changes', coalesce((select max(p.change) from nightshift.patterns p), 0) + 1, false)`,
};
/** Whoever lives registers again. */
const WORKERS_GONE = {
  name: 'ns_restore_workers',
  text: 'select nightshift.ns_worker_leave(w.id) from nightshift.workers w where w.gone_at is null',
};
/** n8n runs none of the restored loops, or knows them as they were later. */
const LOOPS_ANEW = {
  name: 'ns_restore_loops',
  text: `select nightshift.ns_loop_restart(l.execution_id, l.generation, 'restored from a backup', encode(sha256(gen_random_uuid()::text::bytea), 'hex'))
    from nightshift.loops l join nightshift.executions x on x.id = l.execution_id where l.kind = 'workflow' and x.ended_at is null`,
};
