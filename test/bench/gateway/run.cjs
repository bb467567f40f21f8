// Bundles the load test of the gateway and the gateway, and runs it: node test/bench/gateway/run.cjs [--short | --tokens]
'use strict';
const { buildSync } = require('esbuild');
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { spawnSync } = require('node:child_process');

const root = join(__dirname, '..', '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'nightshift-bench-gateway-'));
try {
  buildSync({
    entryPoints: { main: join(__dirname, 'main.ts'), gateway: join(root, 'runtime', 'main', 'gateway.ts') },
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    external: ['pg-native'],
    // Both look for files of the tree from where they stand in it.
    define: { __dirname: JSON.stringify(join(root, 'test', 'support')) },
    logLevel: 'error',
  });
  const { status } = spawnSync(process.execPath, [join(folder, 'main.cjs'), ...process.argv.slice(2)], {
    stdio: 'inherit',
    cwd: root,
    env: {
      ...process.env,
      NIGHTSHIFT_BENCH_GATEWAY: join(folder, 'gateway.cjs'),
      NIGHTSHIFT_BENCH_HOOK: join(root, 'runtime', 'claude-plugin', 'nightshift', 'scripts', 'nightshift.sh'),
    },
  });
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
