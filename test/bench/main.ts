import { type Bar, missedBars } from './bars';
import { benchBusy } from './busy';
import { benchKernel } from './kernel';
import { benchOverhead } from './overhead';

const BENCHES: Readonly<Record<string, (runs: number) => Promise<readonly Bar[]>>> = {
  overhead: benchOverhead,
  kernel: benchKernel,
  busy: benchBusy,
};

/** Runs the named benchmarks, all of them when none is named. Exit code 1, and a line for each, when bars are missed. */
async function main(args: readonly string[]): Promise<void> {
  const runsAt = args.indexOf('--runs');
  const runs = runsAt < 0 ? 3 : Number(args[runsAt + 1]);
  const named = args.filter((arg) => arg in BENCHES);
  const bars: Bar[] = [];
  for (const name of named.length > 0 ? named : Object.keys(BENCHES))
    bars.push(...((await BENCHES[name]?.(runs)) ?? []));
  const missed = missedBars(bars);
  if (missed.length > 0) process.exitCode = 1;
  console.log(`\n${missed.length > 0 ? missed.join('\n') : `${bars.length} bars, none missed`}`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
