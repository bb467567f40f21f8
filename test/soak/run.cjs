// Bundles the soak and runs it: node test/soak/run.cjs [--minutes M] [--seed S]
'use strict';
require('../support/run-bundled.cjs').runBundled(__dirname, 'soak');
