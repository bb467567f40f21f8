import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../config/package-root';
import { ConfigError } from '../core/errors';
import { embeddedRoot } from './embedded-root';

const NAME = 'n8n-nodes-nightshift';
/** What n8n loads, and the example, which is known by its text; the processes and the page are not its business. */
const SHIPPED = ['nodes', 'credentials', 'runtime.js', 'sql', 'embedded', 'licences.txt'];

/**
 * Puts this build of nightshift where n8n finds it under its own name: a copy, so that building again does not change a
 * running n8n. Beside it a link to n8n's own `n8n-workflow`, so that no other copy farther up is taken for it.
 *
 * @returns true when the package was new or other than before.
 * @throws {ConfigError} `BUILD_MISSING` when nothing was built.
 */
export function installN8nPackage(home: string): boolean {
  const dist = join(packageRoot(), 'dist');
  if (!existsSync(join(dist, 'nodes'))) {
    throw new ConfigError('BUILD_MISSING', `There are no built nodes in ${dist}`, {
      hint: 'Run `npm run build`, or just `npm start`.',
    });
  }
  const modules = join(home, 'n8n', '.n8n', 'nodes', 'node_modules');
  mkdirSync(modules, { recursive: true, mode: 0o700 });
  linkN8nWorkflow(modules);

  const target = join(modules, NAME);
  const digest = digestOf([join(packageRoot(), 'package.json'), ...SHIPPED.map((name) => join(dist, name))]);
  const stamp = join(target, '.digest');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return false;

  const fresh = join(home, 'n8n', `.new-package-${process.pid}`);
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(join(fresh, 'dist'), { recursive: true });
  cpSync(join(packageRoot(), 'package.json'), join(fresh, 'package.json'));
  for (const name of SHIPPED) {
    if (existsSync(join(dist, name)))
      cpSync(realpathSync(join(dist, name)), join(fresh, 'dist', name), { recursive: true });
  }
  writeFileSync(join(fresh, '.digest'), digest);
  rmSync(target, { recursive: true, force: true });
  renameSync(fresh, target);
  return true;
}

function linkN8nWorkflow(modules: string): void {
  const link = join(modules, 'n8n-workflow');
  const target = join(embeddedRoot(), 'node_modules', 'n8n-workflow');
  if (existsSync(link) && realpathSync(link) === realpathSync(target)) return;
  rmSync(link, { recursive: true, force: true });
  symlinkSync(target, link, 'junction');
}

/** One digest over names and contents, in a fixed order. */
function digestOf(paths: readonly string[]): string {
  const hash = createHash('sha256');
  const add = (path: string): void => {
    if (!existsSync(path)) return;
    if (statSync(path).isDirectory()) {
      for (const entry of readdirSync(path).sort()) add(join(path, entry));
    } else {
      hash.update(path).update('\0').update(readFileSync(path)).update('\0');
    }
  };
  for (const path of paths) add(path);
  return hash.digest('hex');
}
