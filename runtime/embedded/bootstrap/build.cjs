'use strict';

const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { installStamp } = require('./installed.cjs');
const { ROOT, readIfThere } = require('./places.cjs');
const { runQuietly, takeTurn } = require('./run.cjs');
const { SetupError } = require('./setup-error.cjs');
const { lastLines } = require('./tell.cjs');

/** Files and folders that a build is made of. */
const SOURCES = ['runtime', 'nodes', 'credentials', 'workflows', 'gulpfile.js', 'package.json', 'tsconfig.json'];

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
    const result = await runQuietly(process.execPath, [gulp, 'build'], ROOT, process.env, () => steps.tell('building'));
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

/** Built from the sources as they are now. */
function isBuilt() {
  return readIfThere(buildStamp()) === sourcesDigest();
}

module.exports = { build, isBuilt };
