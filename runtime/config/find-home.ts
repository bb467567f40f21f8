import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { packageRoot } from './package-root';

/**
 * The folder that holds everything of one nightshift: `NIGHTSHIFT_HOME`, else the nearest `.nightshift` at or above
 * `folder` that was started before, else `.nightshift` beside nightshift's own package.json. It need not exist.
 */
export function findHome(env: NodeJS.ProcessEnv, folder: string): string {
  if (env['NIGHTSHIFT_HOME']) return resolve(folder, env['NIGHTSHIFT_HOME']);
  for (let at = resolve(folder); ; at = dirname(at)) {
    const home = join(at, '.nightshift');
    if (existsSync(join(home, 'settings.json'))) return home;
    if (dirname(at) === at) return join(packageRoot(), '.nightshift');
  }
}
