// Bundles the fuzz test and runs it: node test/core/plan/fuzz/run.cjs [COUNT] [FIRST_SEED]
'use strict';
const { buildSync } = require('esbuild');
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { spawnSync } = require('node:child_process');

const folder = mkdtempSync(join(tmpdir(), 'nightshift-fuzz-'));
try {
  const outfile = join(folder, 'main.cjs');
  const entryPoints = [join(__dirname, 'main.ts')];
  buildSync({ entryPoints, outfile, bundle: true, platform: 'node', target: 'node20', logLevel: 'error' });
  const { status } = spawnSync(process.execPath, [outfile, ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
