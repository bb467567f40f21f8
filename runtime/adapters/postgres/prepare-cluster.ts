import { Client } from 'pg';
import { ConfigError } from '../../core/errors';
import { roleSettingStatements } from './role-settings';
import { translateError } from './translate-error';

/** Passwords of the roles. Random, never in argv or logs. */
export interface ClusterPasswords {
  readonly ns_owner: string;
  readonly ns_app: string;
  readonly ns_queue: string;
  /** Reads what happened, and nothing that could be used to act. */
  readonly ns_read: string;
  /** Reads numbers only. */
  readonly ns_metrics: string;
  readonly n8n: string;
}

export const DATABASE_NAME = 'nightshift';
const ROLES = ['ns_owner', 'ns_app', 'ns_queue', 'ns_read', 'ns_metrics', 'n8n'] as const;

/**
 * Creates roles and databases on a Postgres of our own: `nightshift` (owner `ns_owner`, schema `bullmq` of `ns_queue`)
 * and `n8n` (owner `n8n`). Nobody but its roles may connect to either.
 *
 * *Repeat*: safe; passwords and limits are set again.
 *
 * @param superUrl - A superuser, database `postgres`.
 * @throws {UnavailableError} `UNAVAILABLE_POSTGRES`. Source: S-44, S-45, S-47.
 */
export async function prepareCluster(superUrl: string, passwords: ClusterPasswords): Promise<void> {
  await withClient(superUrl, async (client) => {
    for (const role of ROLES) await createRole(client, role, passwords[role]);
    await createDatabase(client, DATABASE_NAME, 'ns_owner', ['ns_app', 'ns_queue', 'ns_read', 'ns_metrics']);
    await createDatabase(client, 'n8n', 'n8n', []);
  });
  const url = new URL(superUrl);
  url.pathname = `/${DATABASE_NAME}`;
  await withClient(url.href, async (client) => {
    await client.query('revoke create on schema public from public');
    await client.query('create schema if not exists bullmq authorization ns_queue');
    for (const statement of roleSettingStatements()) await client.query(statement);
  });
}

async function createRole(client: Client, role: string, password: string): Promise<void> {
  if (!/^[\x21-\x7e]{12,}$/.test(password)) {
    throw new ConfigError(
      'CONFIG_INVALID',
      `The password of the role ${role} is too short or holds other than printable characters`,
      {
        hint: 'Use at least 12 printable ASCII characters',
      },
    );
  }
  const name = client.escapeIdentifier(role);
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [role]);
  if (rowCount === 0) await client.query(`create role ${name} login nosuperuser nocreatedb nocreaterole noreplication`);
  await client.query("set password_encryption = 'scram-sha-256'");
  await client.query(`alter role ${name} password ${client.escapeLiteral(password)}`);
}

async function createDatabase(
  client: Client,
  database: string,
  owner: string,
  guests: readonly string[],
): Promise<void> {
  const name = client.escapeIdentifier(database);
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [database]);
  if (rowCount === 0) await client.query(`create database ${name} owner ${client.escapeIdentifier(owner)}`);
  await client.query(`revoke all on database ${name} from public`);
  for (const guest of guests)
    await client.query(`grant connect on database ${name} to ${client.escapeIdentifier(guest)}`);
}

async function withClient(url: string, use: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await use(client);
  } catch (cause) {
    throw translateError(cause);
  } finally {
    await client.end().catch(() => undefined);
  }
}
