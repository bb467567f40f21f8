'use strict';

const fs = require('node:fs');
const path = require('node:path');

const EMBEDDED = path.resolve(__dirname, '..');
const ROOT = path.resolve(EMBEDDED, '..', '..');

/** What gets installed: size on disk with npm's cache, and how long it takes on a machine of two cores. */
const PACKAGES = [
  { name: 'libraries and tools', folder: ROOT, gigabytes: 1.2, minutes: 1 },
  { name: 'n8n and Postgres', folder: EMBEDDED, gigabytes: 2, minutes: 2 },
];

function readIfThere(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  }
}

module.exports = { EMBEDDED, ROOT, PACKAGES, readIfThere };
