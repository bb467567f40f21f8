// Plants known bugs into a copy of the tree, one at a time, and has what should find each look for it:
// node test/mutants/run.cjs [NAME …] [--seeds N]
'use strict';
const { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { basename, join } = require('node:path');
const { spawnSync } = require('node:child_process');
const { buildSync } = require('esbuild');
const { headOf } = require('./patch-head.cjs');

const ROOT = join(__dirname, '..', '..');
const words = process.argv.slice(2);
const at = words.indexOf('--seeds');
const seeds = at < 0 ? '10000' : words[at + 1];
const wanted = words.filter((word, no) => !word.startsWith('--') && words[no - 1] !== '--seeds');
const names = readdirSync(__dirname)
  .filter((name) => name.endsWith('.patch'))
  .map((name) => basename(name, '.patch'))
  .filter((name) => wanted.length === 0 || wanted.includes(name));

const caught = { simulation: 0, tests: 0 };
const survivors = names.filter((name) => !isCaught(name));
console.log(
  `mutants=${names.length} caught=${names.length - survivors.length} simulation=${caught.simulation} tests=${caught.tests} survived=${survivors.join(',') || 0}`,
);
process.exitCode = survivors.length === 0 && names.length > 0 ? 0 : 1;

/** True when everything that should find it does. */
function isCaught(name) {
  const patch = join(__dirname, `${name}.patch`);
  const folder = mkdtempSync(join(tmpdir(), 'nightshift-mutant-'));
  try {
    copyTree(folder);
    git(folder, 'apply', patch);
    const found = headOf(readFileSync(patch, 'utf8')).foundBy.map((way) => {
      const words = way === 'simulation' ? bySimulation(folder) : byTest(folder, way);
      if (words !== undefined) caught[way === 'simulation' ? 'simulation' : 'tests'] += 1;
      console.log(`${name.padEnd(36)} ${words ?? `SURVIVED ${way}`}`);
      return words !== undefined;
    });
    return found.length > 0 && found.every((one) => one);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What runs and its tests; what is installed is borrowed. */
function copyTree(folder) {
  const isCode = (path) => !/node_modules|runtime\/embedded|\/dist(\/|$)|\/corpus\//.test(path.slice(ROOT.length));
  for (const part of [
    'runtime',
    'test',
    'nodes',
    'credentials',
    'workflows',
    'package.json',
    'jest.config.cjs',
    'tsconfig.json',
  ])
    cpSync(join(ROOT, part), join(folder, part), { recursive: true, filter: isCode });
  for (const borrowed of ['node_modules', 'runtime/embedded'])
    if (existsSync(join(ROOT, borrowed))) symlinkSync(join(ROOT, borrowed), join(folder, borrowed));
}

/** With which seed the simulation found it, and what was broken. */
function bySimulation(folder) {
  const outfile = join(folder, 'main.cjs');
  const entryPoints = [join(folder, 'test/simulation/main.ts')];
  const nodePaths = [join(ROOT, 'node_modules')];
  buildSync({ entryPoints, outfile, nodePaths, bundle: true, platform: 'node', target: 'node20', logLevel: 'error' });
  const argv = ['--max-semi-space-size=64', outfile, '--seeds', seeds, '--as-it-is'];
  const { stdout, status } = spawnSync(process.execPath, argv, { encoding: 'utf8', maxBuffer: 1024 ** 3 });
  const [, seed, found] = /^seed (\d+): (.*)$/m.exec(stdout) ?? [];
  return status === 1 && seed !== undefined ? `seed ${seed.padEnd(6)} ${found.slice(0, 90)}` : undefined;
}

/** The first test that failed. A file that does not run at all is an error of this runner, and finds nothing. */
function byTest(folder, way) {
  const [, file, title] = /^(\S+)(?: -t "(.*)")?$/.exec(way);
  const outputFile = join(folder, 'jest.json');
  const argv = ['--experimental-vm-modules', join(ROOT, 'node_modules/jest/bin/jest.js'), '--rootDir', folder];
  argv.push('--runTestsByPath', join(folder, file), '--json', '--outputFile', outputFile, '--runInBand', '--forceExit');
  if (title !== undefined) argv.push('-t', title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const { stderr } = spawnSync(process.execPath, argv, { cwd: folder, encoding: 'utf8', maxBuffer: 1024 ** 3 });
  const { testResults } = JSON.parse(readFileSync(outputFile, 'utf8'));
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  if (!tests.some(({ status }) => status === 'passed' || status === 'failed'))
    throw new Error(`${way} ran no test\n${stderr}`);
  const failed = tests.find(({ status }) => status === 'failed');
  return failed && `${basename(file)}: ${failed.title.slice(0, 90)}`;
}

function git(cwd, ...args) {
  const { status, stderr } = spawnSync('git', args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
}
