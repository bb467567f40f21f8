'use strict';

const { spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { ROOT, readIfThere } = require('./places.cjs');

/**
 * Runs a program in our place: same terminal, its exit code is ours. A Ctrl-C at a terminal reaches it by itself, so only
 * other signals are passed on; without a terminal all are.
 */
function runForeground(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', cwd: callerFolder() });
    const isTerminal = process.stdin.isTTY === true;
    for (const signal of ENDING) {
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

/** What may be left of a program that was told to end is killed then. */
const GRACE_MS = 5000;

/**
 * Runs a program and keeps its output; calls `onTick` every second. Told to end, it says so and ends the program with all that it
 * started, at once when it is told again.
 */
function runQuietly(command, args, cwd, env, onTick) {
  return new Promise((resolve) => {
    // A process group of its own: npm starts others, and a Ctrl-C would else reach some of them twice.
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    let output = '';
    const keep = (chunk) => {
      output = (output + chunk).slice(-200000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const timer = setInterval(onTick, 1000);
    let patience;
    const onSignal = (signal) => {
      const isRepeated = patience !== undefined;
      process.exitCode = 128 + os.constants.signals[signal];
      if (!isRepeated) console.log('Stopping; the next start goes on where this one was.');
      clearInterval(timer);
      clearTimeout(patience);
      patience = setTimeout(killGroup, GRACE_MS, child.pid, 'SIGKILL');
      killGroup(child.pid, isRepeated ? 'SIGKILL' : 'SIGTERM');
    };
    for (const signal of ENDING) process.on(signal, onSignal);
    const finish = (code, more) => {
      clearInterval(timer);
      clearTimeout(patience);
      for (const signal of ENDING) process.removeListener(signal, onSignal);
      if (patience !== undefined) {
        // npm may end before what it started does.
        killGroup(child.pid, 'SIGKILL');
        process.exit();
      }
      resolve({ code, output: output + more });
    };
    child.once('error', (error) => finish(1, String(error)));
    child.once('close', (code) => finish(code === null ? 1 : code, ''));
  });
}

const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'];

function killGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // It ended by itself meanwhile.
    if (error.code !== 'ESRCH') throw error;
  }
}

/** One installation at a time in a clone: a second one waits, unless the first is no more. */
async function takeTurn() {
  const folder = path.join(ROOT, '.nightshift');
  const lock = path.join(folder, 'install.lock');
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  // Written beside its place: a lock that exists says whose it is.
  const own = `${lock}.${process.pid}`;
  for (let waits = 0; ; waits++) {
    try {
      fs.writeFileSync(own, String(process.pid));
      fs.linkSync(own, lock);
      const release = () => fs.rmSync(lock, { force: true });
      // Also when a signal ends us meanwhile.
      process.once('exit', release);
      return () => {
        process.removeListener('exit', release);
        release();
      };
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    } finally {
      fs.rmSync(own, { force: true });
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

module.exports = { runForeground, runQuietly, takeTurn };
