// Plants known bugs into a copy of the tree, one at a time, and has the simulation look for each:
// node test/mutants/run.cjs [NAME …] [--seeds N]
'use strict';
const { cpSync, mkdtempSync, readdirSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { basename, join } = require('node:path');
const { spawnSync } = require('node:child_process');
const { buildSync } = require('esbuild');

const ROOT = join(__dirname, '..', '..');
const words = process.argv.slice(2);
const at = words.indexOf('--seeds');
const seeds = at < 0 ? '10000' : words[at + 1];
const wanted = words.filter((word, no) => !word.startsWith('--') && words[no - 1] !== '--seeds');
const names = readdirSync(__dirname)
  .filter((name) => name.endsWith('.patch'))
  .map((name) => basename(name, '.patch'))
  .filter((name) => wanted.length === 0 || wanted.includes(name));

const survivors = names.filter((name) => !isCaught(name));
console.log(`mutants=${names.length} caught=${names.length - survivors.length} survived=${survivors.join(',') || 0}`);
process.exitCode = survivors.length === 0 && names.length > 0 ? 0 : 1;

function isCaught(name) {
  const folder = mkdtempSync(join(tmpdir(), 'nightshift-mutant-'));
  try {
    const isCode = (path) => !/node_modules|runtime\/embedded|\/dist(\/|$)/.test(path.slice(ROOT.length));
    for (const part of ['runtime', 'test/simulation', 'test/support'])
      cpSync(join(ROOT, part), join(folder, part), { recursive: true, filter: isCode });
    git(folder, 'apply', join(__dirname, `${name}.patch`));
    const outfile = join(folder, 'main.cjs');
    const entryPoints = [join(folder, 'test/simulation/main.ts')];
    const nodePaths = [join(ROOT, 'node_modules')];
    buildSync({ entryPoints, outfile, nodePaths, bundle: true, platform: 'node', target: 'node20', logLevel: 'error' });
    const argv = ['--max-semi-space-size=64', outfile, '--seeds', seeds, '--keep', join(folder, 'kept.json')];
    const { stdout, status } = spawnSync(process.execPath, argv, { encoding: 'utf8', maxBuffer: 1024 ** 3 });
    const [, seed, found] = /^seed (\d+): (.*)$/m.exec(stdout) ?? [];
    const words = status === 1 && seed !== undefined ? `seed ${seed.padEnd(6)} ${found.slice(0, 90)}` : 'SURVIVED';
    console.log(`${name.padEnd(34)} ${words}`);
    return words !== 'SURVIVED';
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function git(cwd, ...args) {
  const { status, stderr } = spawnSync('git', args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
}
