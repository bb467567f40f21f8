// Bundles the benchmark of the plan reader and runs it: node test/bench/plan/run.cjs [--quick] [--runs N]
'use strict';
const { buildSync } = require('esbuild');
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { spawnSync } = require('node:child_process');

const folder = mkdtempSync(join(tmpdir(), 'nightshift-bench-plan-'));
try {
  const outfile = join(folder, 'main.cjs');
  const entryPoints = [join(__dirname, 'main.ts')];
  buildSync({ entryPoints, outfile, bundle: true, platform: 'node', target: 'node20', logLevel: 'error' });
  // The young generation that the thread has in which plans are read; for the floor as well.
  const flags = ['--max-semi-space-size=16', '--expose-gc'];
  const { status } = spawnSync(process.execPath, [...flags, outfile, ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
