// Bundles the sweep over all crash points and runs it: node test/sweep/run.cjs [--list] [--only REGEXP] [--file FILE]
'use strict';
require('../support/run-bundled.cjs').runBundled(__dirname, 'sweep');
