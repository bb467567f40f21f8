// Runs the unit tests and writes what each proved. Usage: node tools/report-tests.mjs FILE. Exits 1 when one fails.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { run } from 'node:test';

const files = readdirSync('test')
  .sort()
  .map((name) => `test/${name}`);
const passed = [];
const failed = [];
for await (const { type, data } of run({ files, concurrency: 1 })) {
  const isTest = data.details?.type !== 'suite' && !files.some((file) => data.name?.endsWith(file));
  if (type === 'test:pass' && isTest) passed.push(data.name);
  if (type === 'test:fail')
    failed.push(`${data.name}: ${data.details.error.cause?.message ?? data.details.error.message}`);
}

const [target] = process.argv.slice(2);
mkdirSync(dirname(target), { recursive: true });
const list = (title, names) =>
  names.length === 0
    ? ''
    : `## ${title}\n\n${[...names]
        .sort()
        .map((name) => `- ${name}`)
        .join('\n')}\n`;
writeFileSync(
  target,
  `# Tests\n\n${passed.length} passed, ${failed.length} failed.\n\n${list('Failed', failed)}${list('Passed', passed)}`,
);
process.stdout.write(
  `${passed.length} passed, ${failed.length} failed\n${failed.map((line) => `  ${line}\n`).join('')}`,
);
process.exitCode = failed.length === 0 && passed.length > 0 ? 0 : 1;
