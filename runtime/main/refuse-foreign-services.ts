import { ConfigError } from '../core/errors';

/**
 * Parts would work on another database than the one that is started and migrated here.
 * @throws {ConfigError} `CONFIG_INVALID` with what names another one.
 */
export function refuseForeignServices(env: NodeJS.ProcessEnv): void {
  const names = [
    'NIGHTSHIFT_DATABASE_URL',
    'NIGHTSHIFT_DATABASE_DIRECT_URL',
    'NIGHTSHIFT_QUEUE_URL',
    'NIGHTSHIFT_N8N_URL',
  ];
  const set = names.filter((name) => env[name]);
  if (set.length === 0) return;
  throw new ConfigError(
    'CONFIG_INVALID',
    `\`nightshift up\` runs a Postgres and an n8n of its own, and ${set.join(', ')} name others`,
    {
      hint: 'Unset them; or, to use your own servers, start the parts one by one: docs/deployment.md.',
    },
  );
}
