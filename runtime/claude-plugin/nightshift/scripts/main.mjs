// node main.mjs mcp | hand-over SESSION [SECONDS] | typed | conversation-id
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const { env } = process;
const [what, ...args] = process.argv.slice(2);
/** Where nothing was installed, the plugin lies in the package itself. */
const cli = env.NIGHTSHIFT_CLI ?? fileURLToPath(new URL('../../../cli.js', import.meta.url));

if (what === 'mcp') {
  const token = env.NIGHTSHIFT_HOME ? join(env.NIGHTSHIFT_HOME, 'claude-code', 'token') : '';
  // Its own token may less than the home's, and is revoked by itself.
  if (existsSync(token)) env.NIGHTSHIFT_TOKEN = readFileSync(token, 'utf8').trim();
  process.argv = [process.argv[0], cli, 'mcp'];
  createRequire(import.meta.url)(cli);
} else {
  const { run } = await import(
    {
      'hand-over': './hand-over.mjs',
      typed: './typed.mjs',
      'conversation-id': './conversation-id.mjs',
    }[what]
  );
  await run({ args, cli, env });
}
