'use strict';
/*
 * Installs the Claude Code CLI that tests drive, when it is missing or of another version than the lock says.
 * Runs without dependencies; nothing of the package is executed while it is installed: what its postinstall
 * would do (put the native binary of this platform in place) is done here.
 *
 *   node test/support/claude-code/install.cjs            installs, prints the program's path
 */
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const NPM_WITH_THIS_LOCK = 'npm@11.19.1';
const PACKAGE = '@anthropic-ai/claude-code';
/** The placeholder that the package ships is a few hundred bytes. */
const SMALLEST_BINARY = 1_000_000;

function installClaudeCode(dir = __dirname) {
  const program = path.join(dir, 'node_modules', PACKAGE, 'bin', 'claude.exe');
  if (!isInstalled(dir, program)) {
    runNpm(dir);
    placeBinary(dir, program);
  }
  return program;
}

function isInstalled(dir, program) {
  const wanted = readJson(path.join(dir, 'package.json')).dependencies[PACKAGE];
  const manifest = path.join(dir, 'node_modules', PACKAGE, 'package.json');
  if (!fs.existsSync(manifest) || readJson(manifest).version !== wanted) return false;
  return fs.existsSync(program) && fs.statSync(program).size > SMALLEST_BINARY;
}

/** npm 10 cannot read every lock of npm 11, so an older npm fetches the one that wrote it. */
function runNpm(dir) {
  const version = spawnSync('npm', ['--version'], { encoding: 'utf8' });
  if (version.error) throw new Error(`npm could not be started: ${version.error.message}`);
  const ci = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const isNewEnough = Number.parseInt(version.stdout, 10) >= 11;
  const args = isNewEnough ? ci : ['exec', '--yes', '--package', NPM_WITH_THIS_LOCK, '--', 'npm', ...ci];
  const end = spawnSync('npm', args, { cwd: dir, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  if (end.status !== 0) throw new Error(`npm ${args.join(' ')} failed in ${dir}\n${end.stderr || end.error}`);
}

/** A hard link costs nothing for a binary of 378 MB; another file system gets a copy. */
function placeBinary(dir, program) {
  const binary = path.join(dir, 'node_modules', `${PACKAGE}-${platformKey()}`, 'claude');
  if (!fs.existsSync(binary)) throw new Error(`Claude Code has no binary for this platform: ${binary} is missing`);
  fs.rmSync(program, { force: true });
  try {
    fs.linkSync(binary, program);
  } catch (error) {
    if (error.code !== 'EXDEV' && error.code !== 'EPERM') throw error;
    fs.copyFileSync(binary, program);
  }
  fs.chmodSync(program, 0o755);
}

function platformKey() {
  const isMusl = process.platform === 'linux' && process.report.getReport().header.glibcVersionRuntime === undefined;
  return `${process.platform}-${process.arch}${isMusl ? '-musl' : ''}`;
}

function readJson(file) {
  return JSON.parse(fs.readFileSync(file, 'utf8'));
}

module.exports = { installClaudeCode };

if (require.main === module) process.stdout.write(`${installClaudeCode()}\n`);
