'use strict';

/**
 * What stands above a patch: which mistake of the list it is (absent: one of our own), and what must find it: `simulation`, or a
 * test file with, in quotes after `-t`, a part of a test's name.
 */
function headOf(patch) {
  const [head] = patch.split(/^--- /m, 1);
  const [, listed] = /^Listed: (.+)$/m.exec(head) ?? [];
  return { listed, foundBy: [...head.matchAll(/^Found by: (.+)$/gm)].map(([, way]) => way) };
}

module.exports = { headOf };
