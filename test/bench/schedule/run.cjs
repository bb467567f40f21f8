// Bundles the benchmark of the scheduler and runs it: node test/bench/schedule/run.cjs [PART …] [--quick]
'use strict';
const { buildSync } = require('esbuild');
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { spawnSync } = require('node:child_process');

const folder = mkdtempSync(join(tmpdir(), 'nightshift-bench-schedule-'));
try {
  const outfile = join(folder, 'main.cjs');
  const entryPoints = [join(__dirname, 'main.ts')];
  buildSync({ entryPoints, outfile, bundle: true, platform: 'node', target: 'node20', logLevel: 'error' });
  const cwd = join(__dirname, '..', '..', '..');
  const { status } = spawnSync(process.execPath, ['--expose-gc', outfile, ...process.argv.slice(2)], {
    stdio: 'inherit',
    cwd,
  });
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
