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
    const codes = await Promise.all(partsOf(process.argv.slice(2)).map((words) => run(outfile, words)));
    process.exitCode = Math.max(...codes);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** With `--jobs J` as many processes, each with its part of the seeds; each prints its own last line. */
function partsOf(words) {
  const value = (name, otherwise) => (words.includes(name) ? Number(words[words.indexOf(name) + 1]) : otherwise);
  const jobs = value('--jobs', 1);
  const rest = words.filter((word, at) => word !== '--jobs' && words[at - 1] !== '--jobs');
  if (!Number.isInteger(jobs) || jobs <= 1) return [rest];
  const first = value('--seed', 1);
  const each = Math.ceil(value('--seeds', 1000) / jobs);
  const flags = rest.filter((word) => word === '--keep-going' || word === '--trace');
  return Array.from({ length: jobs }, (_, no) => [...flags, '--seed', `${first + no * each}`, '--seeds', `${each}`]);
}

function run(outfile, words) {
  // Almost everything that a run makes is garbage after it: a larger nursery collects it at once.
  const argv = [...process.execArgv, '--max-semi-space-size=64', '--enable-source-maps', outfile, ...words];
  return new Promise((resolve) => {
    spawn(process.execPath, argv, { stdio: 'inherit' }).on('close', (code) => resolve(code ?? 1));
  });
}

void main();
