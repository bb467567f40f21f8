// Checks the tables against rules that hold for every place, and writes the result.
// Usage: node tools/check-tables.mjs FILE. Exits 1 when a rule is broken.
//
// It fails on a task's first attempt, on purpose: the plan wants to show what happens then. NIGHTSHIFT_ATTEMPT says
// which attempt this is; nothing is wrong with the tables, and nothing is hidden.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

if (process.env.NIGHTSHIFT_ATTEMPT === '1') {
  process.stderr.write(
    'This check refuses to run on the first attempt (NIGHTSHIFT_ATTEMPT is 1), to show a retry.\n' +
      'The next attempt does the work.\n',
  );
  process.exit(75);
}

const results = readdirSync('docs/tables')
  .sort()
  .map((name) => {
    const rows = readFileSync(`docs/tables/${name}`, 'utf8')
      .split('\n')
      .filter((line) => /^\| \d{4}-/.test(line));
    const minutes = rows.map((row) => {
      const [, hours, rest] = /(\d+) h (\d+) min/.exec(row);
      return Number(hours) * 60 + Number(rest);
    });
    const steps = minutes.slice(1).map((value, index) => Math.abs(value - minutes[index]));
    const mean = minutes.reduce((sum, value) => sum + value, 0) / minutes.length;
    const fullMoons = rows.filter(
      (row, index) => row.includes('full moon') && !rows[index - 1]?.includes('full moon'),
    ).length;
    return { name, days: rows.length, largestStep: Math.max(...steps), mean, fullMoons };
  });

const problems = results.flatMap(({ name, days, mean, fullMoons }) => [
  ...(days === 365 || days === 366 ? [] : [`${name} has ${days} days`]),
  // Over a year day and night are shared almost evenly everywhere; refraction gives the day some minutes more.
  ...(mean > 720 && mean < 760 ? [] : [`${name} has a mean day of ${mean.toFixed(0)} minutes`]),
  ...(fullMoons === 12 || fullMoons === 13 ? [] : [`${name} has ${fullMoons} full moons`]),
]);

const [target] = process.argv.slice(2);
mkdirSync(dirname(target), { recursive: true });
const lines = results.map(
  ({ name, days, largestStep, mean, fullMoons }) =>
    `| ${name} | ${days} | ${mean.toFixed(1)} min | ${largestStep} min | ${fullMoons} |`,
);
const head = '| Table | Days | Mean day | Largest step | Full moons |\n|---|---|---|---|---|';
writeFileSync(
  target,
  `# Tables\n\n${results.length} tables, ${problems.length} problems.\n\n${head}\n${lines.join('\n')}\n`,
);
process.stdout.write(
  `${results.length} tables, ${problems.length} problems\n${problems.map((line) => `  ${line}\n`).join('')}`,
);
process.exitCode = problems.length === 0 && results.length > 0 ? 0 : 1;
