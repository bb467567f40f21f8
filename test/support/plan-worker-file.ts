import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

export interface WorkerFiles {
  /** The thread that reads plans, bundled as the package ships it. */
  readonly real: string;
  /** A thread that runs this code instead. */
  scripted(code: string): string;
  remove(): void;
}

export function workerFiles(): WorkerFiles {
  const folder = mkdtempSync(join(tmpdir(), 'nightshift-plan-worker-'));
  const real = join(folder, 'plan-worker.js');
  buildSync({
    entryPoints: [join(__dirname, '../../runtime/adapters/system/plan-worker.ts')],
    outfile: real,
    bundle: true,
    platform: 'node',
    target: 'node20',
    mainFields: ['main', 'module'],
    logLevel: 'error',
  });
  let made = 0;
  return {
    real,
    scripted(code) {
      const file = join(folder, `scripted-${++made}.js`);
      writeFileSync(file, code);
      return file;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
