// Bundles the engine's benchmark and runs it: node test/bench/engine/run.cjs [e2 e3 …] [--quick] [--json FILE] [--runs N]
'use strict';
const { buildSync } = require('esbuild');
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { spawnSync } = require('node:child_process');

const folder = mkdtempSync(join(tmpdir(), 'nightshift-engine-'));
try {
  buildSync({
    entryPoints: [join(__dirname, 'main.ts')],
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    external: ['pg-native'],
    logLevel: 'error',
    // What is looked for beside the source is looked for there.
    define: { __dirname: JSON.stringify(join(__dirname, '..')) },
  });
  const { status } = spawnSync(
    process.execPath,
    [...process.execArgv, join(folder, 'main.cjs'), ...process.argv.slice(2)],
    { stdio: 'inherit', env: { ...process.env, NIGHTSHIFT_BENCH_ROOT: join(__dirname, '..', '..', '..') } },
  );
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
