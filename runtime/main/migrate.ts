import '../adapters/system/close-prototype';
import { migrate } from '../adapters/postgres/migrate';
import { loadConfig } from '../config/load-config';
import { ConfigError, isNightshiftError, messageOf } from '../core/errors';

/** Brings the database's schema up to date, as the owner: for deployments that have a Postgres of their own. Safe to repeat. */
async function main(): Promise<void> {
  const { ownerUrl } = loadConfig(process.env).database;
  if (ownerUrl === undefined) {
    throw new ConfigError('CONFIG_MISSING', 'NIGHTSHIFT_DATABASE_OWNER_URL is not set', {
      hint: 'Set it to the URL of the role that owns the schema.',
    });
  }
  const { applied } = await migrate(ownerUrl);
  process.stdout.write(applied.length > 0 ? `applied: ${applied.join(', ')}\n` : 'nothing to apply\n');
}

main().catch((error: unknown) => {
  const hint = isNightshiftError(error) && error.hint ? `\n${error.hint}` : '';
  process.stderr.write(`${messageOf(error)}${hint}\n`);
  process.exitCode = 1;
});
