import { parseArgs } from 'node:util';
import { crashPoints } from './points';
import { NOT_REACHED, runSweep } from './run-sweep';

const USAGE = `npm run sweep -- [options]
  --list        print every crash point, and end
  --only REGEXP those whose name matches
  --from N      begin with the Nth
  --count N     and take so many`;

/** Kills a real process at every crash point, one after the other, and counts what did not hold. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      list: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      from: { type: 'string', default: '1' },
      count: { type: 'string', default: '100000' },
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
  const isKnown = (name: string): boolean => NOT_REACHED[name.replace(/^(before|after):/, '')] !== undefined;
  const points = all.map(({ name }) => name).filter((name) => new RegExp(values.only).test(name) && !isKnown(name));
  const first = Number(values.from) - 1;
  const { killed, notReached, violations } = await runSweep(
    points.slice(first, first + Number(values.count)),
    console.log,
  );
  for (const [name, reason] of Object.entries(NOT_REACHED)) console.log(`left out: ${name}: ${reason}`);
  for (const name of notReached) console.log(`not reached: ${name}`);
  for (const words of violations) console.log(`violation: ${words}`);
  console.log(
    `points=${all.length} killed=${killed.length} not-reached=${notReached.length} violations=${violations.length}`,
  );
  return violations.length > 0 ? 1 : 0;
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
