// Bundles the simulation and runs it: node test/simulation/run.cjs [--seeds N] [--seed S] [--trace]
'use strict';
const { buildSync } = require('esbuild');
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { spawnSync } = require('node:child_process');

const folder = mkdtempSync(join(tmpdir(), 'nightshift-sim-'));
try {
  const outfile = join(folder, 'main.cjs');
  const entryPoints = [join(__dirname, 'main.ts')];
  buildSync({
    entryPoints,
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    sourcemap: 'inline',
    logLevel: 'error',
  });
  // Almost everything that a run makes is garbage after it: a larger nursery collects it at once.
  const run = [
    ...process.execArgv,
    '--max-semi-space-size=64',
    '--enable-source-maps',
    outfile,
    ...process.argv.slice(2),
  ];
  const { status } = spawnSync(process.execPath, run, { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
