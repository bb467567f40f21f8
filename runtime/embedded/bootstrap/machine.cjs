'use strict';

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { isInstalled } = require('./installed.cjs');
const { EMBEDDED, ROOT } = require('./places.cjs');
const { SetupError } = require('./setup-error.cjs');

const GIGABYTE = 1e9;
/** What must be free beside the installation: with less, executions that were paused for want of room do not go on. */
const WORKING_GIGABYTES = 1.5;
const NAMES = { "'": 'an apostrophe', '\\': 'a backslash', '\n': 'a line break', '\r': 'a line break' };

function checkMachine(packages) {
  const [major] = process.versions.node.split('.').map(Number);
  if (major < 20) {
    throw new SetupError(
      `Node ${process.versions.node} is too old: nightshift needs Node 20 or later`,
      'Install the current Node from https://nodejs.org (or `nvm install 24`), then run the command again.',
    );
  }
  checkGit();
  if (os.platform() === 'win32') {
    throw new SetupError(
      'nightshift does not run on Windows itself',
      'Use a Linux of the Windows Subsystem for Linux (`wsl --install`).',
    );
  }
  // n8n writes the path of each of its nodes between apostrophes into a script.
  const breaking = /['\\\n\r]/.exec(ROOT);
  if (breaking !== null) {
    throw new SetupError(
      `n8n cannot load its nodes from ${JSON.stringify(ROOT)}: the path holds ${NAMES[breaking[0]]}`,
      'Rename the folder, or clone nightshift into another one. Nothing was installed.',
    );
  }
  const open = packages.filter((one) => !isInstalled(one.folder));
  // What is installed looks for its room itself, where its home is.
  if (open.length === 0) return;
  const needed = open.reduce((sum, one) => sum + one.gigabytes, WORKING_GIGABYTES);
  const free = freeGigabytes();
  if (free < needed) {
    throw new SetupError(
      `The disk of ${ROOT} has ${free.toFixed(1)} GB free; ${needed.toFixed(1)} GB are needed`,
      'Free some space, or clone nightshift to another disk.',
    );
  }
}

/** Merges need `git merge-tree --write-tree`, which came with 2.38. */
function checkGit() {
  const { status, stdout } = spawnSync('git', ['--version'], { encoding: 'utf8' });
  const how =
    os.platform() === 'darwin'
      ? 'Run `xcode-select --install`.'
      : 'Install it: `apt-get install git`, `dnf install git` or `apk add git`.';
  if (status !== 0) throw new SetupError('git is not installed, or not on the PATH', how);
  const version = /(\d+)\.(\d+)/.exec(stdout);
  if (version === null) return;
  const [major, minor] = [Number(version[1]), Number(version[2])];
  if (major < 2 || (major === 2 && minor < 38)) {
    throw new SetupError(`git ${version[0]} is too old: nightshift needs git 2.38 or later`, how);
  }
}

function announce(packages) {
  const gigabytes = packages.reduce((sum, one) => sum + one.gigabytes, 0);
  const minutes = packages.reduce((sum, one) => sum + one.minutes, 0);
  console.log(
    `nightshift takes about ${gigabytes.toFixed(1)} GB of disk, and runs plans while another ${WORKING_GIGABYTES} GB are free (${freeGigabytes().toFixed(0)} GB are). The first installation takes some ${minutes} minutes.`,
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

module.exports = { announce, checkMachine, node24 };
