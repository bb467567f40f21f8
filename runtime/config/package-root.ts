import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InvariantError } from '../core/errors';

const PACKAGE = 'n8n-nodes-nightshift';

/** The folder of nightshift's own package.json, wherever this code was bundled to. */
export function packageRoot(from: string = __dirname): string {
  for (let at = from; ; at = dirname(at)) {
    const manifest = join(at, 'package.json');
    if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).name === PACKAGE) return at;
    if (dirname(at) === at)
      throw new InvariantError('PACKAGE_ROOT', `No package.json of ${PACKAGE} at or above ${from}`);
  }
}
