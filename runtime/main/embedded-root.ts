import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { packageRoot } from '../config/package-root';
import { ConfigError } from '../core/errors';

/**
 * The folder of the private package that holds the real n8n and Postgres.
 * @throws {ConfigError} `EMBEDDED_MISSING` when it was not installed.
 */
export function embeddedRoot(): string {
  const root = join(packageRoot(), 'runtime', 'embedded');
  if (existsSync(join(root, 'node_modules', 'n8n', 'package.json'))) return root;
  throw new ConfigError('EMBEDDED_MISSING', `n8n and Postgres are not installed in ${root}`, {
    hint: 'Run `npm start` in a clone of nightshift: it installs them. With servers of your own, set NIGHTSHIFT_DATABASE_URL and NIGHTSHIFT_N8N_URL and start the parts one by one.',
  });
}

/** Loads a module of that private package; its types are the caller's business. */
export function requireEmbedded(name: string): unknown {
  return createRequire(join(embeddedRoot(), 'package.json'))(name);
}
