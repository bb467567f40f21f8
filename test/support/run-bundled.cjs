'use strict';
const { buildSync } = require('esbuild');
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { spawnSync } = require('node:child_process');

/** Bundles the `main.ts` of a folder, runs it with the arguments of this process, and ends as it did. */
function runBundled(source, name) {
  const folder = mkdtempSync(join(tmpdir(), `nightshift-${name}-`));
  try {
    const outfile = join(folder, 'main.cjs');
    buildSync({
      entryPoints: [join(source, 'main.ts')],
      outfile,
      bundle: true,
      platform: 'node',
      target: 'node22',
      external: ['pg-native'],
      sourcemap: 'inline',
      logLevel: 'error',
      // What is looked for beside the source is looked for there.
      define: { __dirname: JSON.stringify(source) },
    });
    const { status } = spawnSync(process.execPath, ['--enable-source-maps', outfile, ...process.argv.slice(2)], {
      stdio: 'inherit',
    });
    process.exitCode = status ?? 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

module.exports = { runBundled };
