import { benchKernel } from './kernel';
import { benchOverhead } from './overhead';

const BENCHES: Readonly<Record<string, (runs: number) => Promise<void>>> = {
  overhead: benchOverhead,
  kernel: benchKernel,
};

/** Runs the named benchmarks, all of them when none is named. */
async function main(args: readonly string[]): Promise<void> {
  const runsAt = args.indexOf('--runs');
  const runs = runsAt < 0 ? 3 : Number(args[runsAt + 1]);
  const named = args.filter((arg) => arg in BENCHES);
  for (const name of named.length > 0 ? named : Object.keys(BENCHES)) await BENCHES[name]?.(runs);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
