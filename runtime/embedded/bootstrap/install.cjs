'use strict';

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const {
  countInstalled,
  installStamp,
  isInstalled,
  linkPostgresLibraries,
  lockDigest,
  readLock,
} = require('./installed.cjs');
const { node24 } = require('./machine.cjs');
const { ROOT } = require('./places.cjs');
const { runQuietly, takeTurn } = require('./run.cjs');
const { SetupError } = require('./setup-error.cjs');
const { lastLines, packagesText, withoutHosts } = require('./tell.cjs');

/** The npm that installs right from npm 10 and 11 alike: npm 10 leaves out the links of local packages. */
const NPM = 'npm@11.19.1';

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
  const progress = () => packagesText(countInstalled(one.folder, lock), lock.length);
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

/** The real Claude Code CLI, for the tests that drive it. Without it those tests fail and say how to install it. */
async function installTestAgent() {
  const script = path.join(ROOT, 'test', 'support', 'claude-code', 'install.cjs');
  if (!fs.existsSync(script)) return;
  const result = await runQuietly(node24(), [script], ROOT, npmEnvironment(), () => {});
  if (result.code !== 0) {
    console.warn(
      `! Claude Code could not be installed, so the tests that drive it will fail: ${withoutHosts(lastLines(result.output, 3))}`,
    );
  }
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

module.exports = { installAll, installTestAgent };
