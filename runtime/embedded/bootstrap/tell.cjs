'use strict';

const { readIfThere } = require('./places.cjs');

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

/** npm fetches for a while before it puts anything there: then nothing is counted. */
function packagesText(installed, all) {
  return installed === 0 && all > 0 ? `fetching ${all} packages` : `${installed} of ${all} packages`;
}

function lastLines(text, count) {
  return text.trim().split('\n').slice(-count).join('\n');
}

/** Addresses of registries and proxies are nobody's business in a log, and may hold a password. */
function withoutHosts(text) {
  return text.replace(/\bhttps?:\/\/[^\s/]+/gi, 'https://…');
}

module.exports = { createSteps, summaryOf, packagesText, lastLines, withoutHosts };
