// Bundles the simulation and runs it: node test/simulation/run.cjs [--seeds N] [--seed S] [--jobs J] [--trace]
'use strict';
const { buildSync } = require('esbuild');
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { spawn } = require('node:child_process');

const options = { bundle: true, platform: 'node', target: 'node20', sourcemap: 'inline', logLevel: 'error' };

async function main() {
  const folder = mkdtempSync(join(tmpdir(), 'nightshift-sim-'));
  try {
    const outfile = join(folder, 'main.cjs');
    buildSync({ ...options, entryPoints: [join(__dirname, 'main.ts')], outfile });
    process.exitCode = await run(outfile, process.argv.slice(2));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(outfile, words) {
  // Almost everything that a run makes is garbage after it: a larger nursery collects it at once.
  const argv = [...process.execArgv, '--max-semi-space-size=64', '--enable-source-maps', outfile, ...words];
  return new Promise((resolve) => {
    spawn(process.execPath, argv, { stdio: 'inherit' }).on('close', (code) => resolve(code ?? 1));
  });
}

void main();
