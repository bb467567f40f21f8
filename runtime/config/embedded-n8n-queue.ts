import { ConfigError } from '../core/errors';
import { readVariables } from './read-variables';

/**
 * The Redis over which the embedded n8n hands executions to a worker process of its own; `undefined` when one process
 * does it all, which is the default.
 *
 * @throws {ConfigError} `CONFIG_INVALID` when queue mode was asked for without a Redis.
 */
export function embeddedN8nQueue(env: NodeJS.ProcessEnv, home: string): URL | undefined {
  const settings = readVariables(env, home);
  if (settings.get('NIGHTSHIFT_N8N_MODE') !== 'queue') return undefined;
  const redis = settings.get('NIGHTSHIFT_REDIS_URL');
  if (redis !== undefined) return new URL(redis);
  throw new ConfigError(
    'CONFIG_INVALID',
    'NIGHTSHIFT_N8N_MODE=queue needs a Redis, and NIGHTSHIFT_REDIS_URL is not set',
    {
      hint: 'Set NIGHTSHIFT_REDIS_URL, or leave NIGHTSHIFT_N8N_MODE at regular.',
    },
  );
}
