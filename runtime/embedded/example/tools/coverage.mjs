// Measures which lines of src the tests run. Usage: node tools/coverage.mjs FILE --least PERCENT. Exits 1 below that.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const target = process.argv[2];
const least = Number(process.argv[process.argv.indexOf('--least') + 1]);
const files = readdirSync('test').map((name) => `test/${name}`);
const { stdout, status } = spawnSync(
  process.execPath,
  ['--test', '--experimental-test-coverage', '--test-reporter=lcov', ...files],
  { encoding: 'utf8' },
);
const rows = stdout
  .split('end_of_record')
  .map((record) => ({
    file: /^SF:(.+)$/m.exec(record)?.[1],
    found: Number(/^LF:(\d+)$/m.exec(record)?.[1]),
    hit: Number(/^LH:(\d+)$/m.exec(record)?.[1]),
  }))
  .filter(({ file }) => file?.startsWith('src/'));
const sum = (pick) => rows.reduce((total, row) => total + pick(row), 0);
const percent = (hit, found) => (found === 0 ? 0 : Math.floor((hit / found) * 1_000) / 10);
const total = percent(
  sum((row) => row.hit),
  sum((row) => row.found),
);

mkdirSync(dirname(target), { recursive: true });
const lines = rows.map(({ file, hit, found }) => `| ${file} | ${hit} of ${found} | ${percent(hit, found)} % |`);
writeFileSync(
  target,
  `# Coverage\n\n${total} % of the lines.\n\n| File | Lines | |\n|---|---|---|\n${lines.join('\n')}\n`,
);
process.stdout.write(`${total} % of ${sum((row) => row.found)} lines are covered, at least ${least} % are asked for\n`);
process.exitCode = status === 0 && rows.length > 0 && total >= least ? 0 : 1;
