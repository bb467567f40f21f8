import { accessSync, constants, existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve, sep } from 'node:path';
import { packageRoot } from './package-root';

/**
 * The folder that holds everything of one nightshift: `NIGHTSHIFT_HOME`, else `.nightshift` in the clone that this code
 * is of; where that was installed, or cannot be written, `$XDG_STATE_HOME/nightshift`, else `~/.nightshift`.
 *
 * It need not exist. Never looked for in the working folder or above it: whoever wrote the repository that somebody
 * stands in would choose the commands that run.
 *
 * @param folder - From where a relative `NIGHTSHIFT_HOME` counts.
 */
export function findHome(env: NodeJS.ProcessEnv, folder: string, root: string = packageRoot()): string {
  if (env['NIGHTSHIFT_HOME']) return resolve(folder, env['NIGHTSHIFT_HOME']);
  const ofClone = join(root, '.nightshift');
  if (!isInstalled(root) && isWritable(existsSync(ofClone) ? ofClone : root)) return ofClone;
  const state = env['XDG_STATE_HOME'];
  if (state && isAbsolute(state)) return join(state, 'nightshift');
  return join(env['HOME'] && isAbsolute(env['HOME']) ? env['HOME'] : homedir(), '.nightshift');
}

const isInstalled = (root: string): boolean => root.split(sep).includes('node_modules');

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    // Another user's, or a read-only disk.
    return false;
  }
}
