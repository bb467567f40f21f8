// The first thing that runs on a fresh machine: no dependencies, and syntax that an old Node can still read, so that
// whatever is missing is said in words. Installs and builds what is needed and only that, then starts what was asked for.
//
//   node runtime/embedded/bootstrap.cjs start [arguments of `nightshift up`]
//   node runtime/embedded/bootstrap.cjs test [arguments of jest]
//   node runtime/embedded/bootstrap.cjs bench [arguments of test/bench/run.cjs]
//   node runtime/embedded/bootstrap.cjs build | install
//   node runtime/embedded/bootstrap.cjs node FILE [arguments]       (installed and built first, under Node 24)
'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { build, isBuilt } = require('./bootstrap/build.cjs');
const { installAll, installTestAgent } = require('./bootstrap/install.cjs');
const { isInstalled } = require('./bootstrap/installed.cjs');
const { announce, checkMachine, node24 } = require('./bootstrap/machine.cjs');
const { PACKAGES, ROOT } = require('./bootstrap/places.cjs');
const { runForeground } = require('./bootstrap/run.cjs');
const { SetupError, setupErrorOf } = require('./bootstrap/setup-error.cjs');
const { createSteps, summaryOf } = require('./bootstrap/tell.cjs');

async function main(argv) {
  const command = argv[0];
  const args = argv.slice(1);
  const run = { start, test, bench, build: buildOnly, install: installOnly, node: runNode }[command];
  if (run === undefined) {
    throw new SetupError(
      'Say what to do: start, test, bench, build, install or node',
      'Run `npm start` or `npm test`.',
    );
  }
  return run(args);
}

async function start(args) {
  await prepare(['start nightshift']);
  return runForeground(node24(), [path.join(ROOT, 'dist', 'cli.js'), 'up', '--run-example', ...args]);
}

async function test(args) {
  await prepare(['run the tests']);
  await installTestAgent();
  const results = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'nightshift-test-')), 'results.json');
  const jest = path.join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
  const code = await runForeground(node24(), [
    '--experimental-vm-modules',
    jest,
    ...args,
    '--json',
    `--outputFile=${results}`,
  ]);
  console.log(summaryOf(results));
  fs.rmSync(path.dirname(results), { recursive: true, force: true });
  return code;
}

async function buildOnly() {
  await prepare([], [PACKAGES[0]]);
  return 0;
}

async function installOnly() {
  const steps = createSteps(PACKAGES.map((one) => `install ${one.name}`));
  checkMachine(PACKAGES);
  await installAll(PACKAGES, steps);
  return 0;
}

async function bench(args) {
  await prepare([]);
  return runForeground(node24(), [path.join(ROOT, 'test', 'bench', 'run.cjs'), ...args]);
}

async function runNode(args) {
  await prepare([]);
  return runForeground(node24(), args);
}

/** Installs and builds what is missing; `after` names what the caller does then, so that the steps can be counted. */
async function prepare(after, packages = PACKAGES) {
  checkMachine(packages);
  const open = packages.filter((one) => !isInstalled(one.folder));
  if (open.length === 0 && isBuilt()) return;
  if (open.length > 0) announce(open);
  const steps = createSteps([...open.map((one) => `install ${one.name}`), 'build', ...after]);
  await installAll(open, steps);
  await build(steps);
  if (after.length > 0) steps.begin();
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    const known = setupErrorOf(error);
    if (known === undefined) console.error(error);
    else console.error(`\nnightshift: ${known.message}\nNext: ${known.next}`);
    process.exitCode = 1;
  },
);
