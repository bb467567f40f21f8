// Bundles the command and runs it: node test/bench/schedule/schedule.cjs FILE --workers N --seed S
'use strict';
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { spawnSync } = require('node:child_process');

const root = join(__dirname, '..', '..', '..');
// Standard output is for the answer alone.
const stdio = ['ignore', 2, 2];
const folder = mkdtempSync(join(tmpdir(), 'nightshift-schedule-'));
try {
  if (!canBundle())
    spawnSync(process.execPath, [join(root, 'runtime', 'embedded', 'bootstrap.cjs'), 'build'], { stdio });
  const outfile = join(folder, 'schedule.cjs');
  const entryPoints = [join(__dirname, 'schedule-main.ts')];
  require('esbuild').buildSync({
    entryPoints,
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
  });
  const { status } = spawnSync(process.execPath, [outfile, ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function canBundle() {
  try {
    require.resolve('esbuild');
    return true;
  } catch {
    return false;
  }
}
