/** What a role of ours may take and sees without a schema's name, in the database `nightshift`. */
interface RoleSettings {
  readonly statement_timeout: string;
  readonly lock_timeout: string;
  readonly idle_in_transaction_session_timeout: string;
  readonly search_path: string;
  readonly default_transaction_read_only?: 'on';
}

/**
 * Limits that hold for every session of a role, whichever program opens it: our own pools ask for the same or less, and a person
 * with `psql` or a dashboard gets these. The owner's are long, because a migration may take its time; it never waits for ever.
 */
const SETTINGS: Readonly<Record<string, RoleSettings>> = {
  ns_owner: {
    statement_timeout: '1h',
    lock_timeout: '5min',
    idle_in_transaction_session_timeout: '10min',
    search_path: 'pg_catalog',
  },
  ns_app: {
    statement_timeout: '30s',
    lock_timeout: '15s',
    idle_in_transaction_session_timeout: '30s',
    search_path: 'pg_catalog',
  },
  ns_queue: {
    statement_timeout: '1min',
    lock_timeout: '30s',
    idle_in_transaction_session_timeout: '1min',
    search_path: 'bullmq',
  },
  ns_read: {
    statement_timeout: '30s',
    lock_timeout: '2s',
    idle_in_transaction_session_timeout: '1min',
    search_path: 'nightshift_report, nightshift',
    default_transaction_read_only: 'on',
  },
  ns_metrics: {
    statement_timeout: '10s',
    lock_timeout: '2s',
    idle_in_transaction_session_timeout: '30s',
    search_path: 'nightshift_report, nightshift',
    default_transaction_read_only: 'on',
  },
};

/** The statements that set them, for the superuser; `docs/deployment/roles.sql` has the same. Source: S-44, S-45, S-47. */
export function roleSettingStatements(): readonly string[] {
  return Object.entries(SETTINGS).flatMap(([role, settings]) =>
    Object.entries(settings).map(
      ([name, value]: [string, string]) =>
        `alter role ${role} in database nightshift set ${name} = ${name === 'search_path' ? value : `'${value}'`};`,
    ),
  );
}
