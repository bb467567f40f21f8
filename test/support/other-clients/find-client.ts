import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A command line of somebody else that speaks MCP. */
export type OtherClient = 'codex' | 'gemini' | 'opencode';

export type FoundClient = { readonly program: string } | { readonly skipReason: string };

/**
 * Where it is: in the folder that `NIGHTSHIFT_TEST_CLIENTS` names (that of `node_modules`), in this one once it was
 * installed here, or on the PATH.
 */
export function findClient(name: OtherClient): FoundClient {
  const folder = process.env['NIGHTSHIFT_TEST_CLIENTS'] ?? __dirname;
  const onPath = (process.env['PATH'] ?? '').split(delimiter);
  const program = [join(folder, 'node_modules', '.bin'), ...onPath].map((dir) => join(dir, name)).find(existsSync);
  if (program !== undefined) return { program };
  const here = 'test/support/other-clients';
  const prepare = name === 'opencode' ? ` && node ${here}/node_modules/opencode-ai/postinstall.mjs` : '';
  return { skipReason: `${name} is not installed: npm install --ignore-scripts --prefix ${here}${prepare}` };
}
