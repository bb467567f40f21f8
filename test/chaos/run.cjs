// Bundles the strikes and runs them: node test/chaos/run.cjs [--minutes M] [--faults N] [--seed S]
'use strict';
require('../support/run-bundled.cjs').runBundled(__dirname, 'chaos');
