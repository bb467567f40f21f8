import { parseArgs } from 'node:util';
import { crashPoints } from './points';
import { NOT_REACHED, runSweep } from './run-sweep';
import type { Advance } from './stimulus';
import { noteStruck, struckSoFar } from './sweep-file';

const USAGE = `npm run sweep -- [options]
  --list        print every crash point, and end
  --only REGEXP those whose name matches
  --from N      begin with the Nth of these
  --to N        end with the Nth
  --file FILE   note each point there as it is done; what FILE has already is not done again, and counts
  --advance A   direct: workers and gateway die; workflow: n8n does, where it can (whoever comes back soonest)`;

/** Kills a real process at every crash point, one after the other, and counts what did not hold. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      list: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      from: { type: 'string', default: '1' },
      to: { type: 'string', default: '100000' },
      file: { type: 'string' },
      advance: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const all = crashPoints();
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  if (values.list) {
    for (const { name, file } of all) console.log(`${name}\t${file}`);
    console.log(`points=${all.length}`);
    return 0;
  }
  const reasonOf = (name: string): string | undefined => NOT_REACHED[name.replace(/^(before|after):/, '')];
  const { file } = values;
  const before = file === undefined ? [] : struckSoFar(file);
  const points = all
    .map(({ name }) => name)
    .filter((name) => new RegExp(values.only).test(name) && reasonOf(name) === undefined)
    .slice(Number(values.from) - 1, Number(values.to));
  const { violations: inTheEnd, struck } = await runSweep(
    points.filter((name) => !before.some(({ point }) => point === name)),
    {
      say: console.log,
      ...(values.advance === undefined ? {} : { advance: advanceOf(values.advance) }),
      ...(file === undefined ? {} : { onStruck: (one) => noteStruck(file, one) }),
    },
  );
  const done = [...before, ...struck];
  const leftOut = all.filter(({ name }) => reasonOf(name) !== undefined);
  const notReached = done.filter(({ isReached }) => !isReached);
  const violations = [
    ...done.flatMap(({ point, violations: found }) => found.map((words) => `${point}: ${words}`)),
    ...inTheEnd,
  ];
  for (const [name, reason] of Object.entries(NOT_REACHED)) console.log(`left out: ${name}: ${reason}`);
  for (const { point } of notReached) console.log(`not reached: ${point}`);
  for (const words of violations) console.log(`violation: ${words}`);
  console.log(
    `points=${all.length} killed=${done.length - notReached.length} left-out=${leftOut.length} not-reached=${notReached.length} to-do=${all.length - leftOut.length - done.length} violations=${violations.length}`,
  );
  return violations.length > 0 ? 1 : 0;
}

function advanceOf(text: string): Advance {
  if (text === 'direct' || text === 'workflow') return text;
  throw new Error(`--advance is direct or workflow, not ${text}\n${USAGE}`);
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
