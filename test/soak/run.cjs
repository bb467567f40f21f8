// Bundles the soak and runs it: node test/soak/run.cjs [--minutes M] [--seed S]
'use strict';
const { buildSync } = require('esbuild');
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { spawnSync } = require('node:child_process');

const folder = mkdtempSync(join(tmpdir(), 'nightshift-soak-'));
try {
  const outfile = join(folder, 'main.cjs');
  buildSync({
    entryPoints: [join(__dirname, 'main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node22',
    external: ['pg-native'],
    sourcemap: 'inline',
    logLevel: 'error',
    // What is looked for beside the source is looked for there.
    define: { __dirname: JSON.stringify(__dirname) },
  });
  const { status } = spawnSync(process.execPath, ['--enable-source-maps', outfile, ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
