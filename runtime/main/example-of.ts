import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../config/package-root';
import { sha256 } from '../core/execution/hash-event';
import type { Example } from './facade/accept-handoff';

/** The bundled example of this home: its project folder, and the digest of the plan that we ship. */
export function exampleOf(home: string): Example | undefined {
  const plan = join(packageRoot(), 'dist', 'embedded', 'example', 'ROADMAP.md');
  if (!existsSync(plan)) return undefined;
  // Projects are known by their folder with links resolved.
  const top = existsSync(home) ? realpathSync(home) : home;
  return { dir: join(top, 'example'), planDigest: sha256(readFileSync(plan, 'utf8')) };
}
