import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { FIXTURES } from './fixtures';
import { check, fuzzOne, newTally, type Tally } from './fuzz-plans';

/** Milliseconds without a step after which a plan counts as a hang. */
const HANG_MS = 10_000;

interface Work {
  readonly from: number;
  readonly count: number;
  /** The seed that is being read, for whoever watches. */
  readonly step: Int32Array;
}

/** `npm run fuzz:plan [COUNT] [FIRST_SEED]`: reads mutated plans in a thread, and watches that none of them hangs. */
function watch(count: number, from: number): void {
  const step = new Int32Array(new SharedArrayBuffer(4));
  const started = performance.now();
  const thread = new Worker(__filename, { workerData: { from, count, step } satisfies Work });
  let last = -1;
  const hang = setInterval(() => {
    if (step[0] === last) fail(`Seed ${last} hangs`);
    last = step[0]!;
  }, HANG_MS);
  const fail = (message: string): void => {
    console.error(message);
    process.exit(1);
  };
  thread.on('error', (error) => fail(error.message));
  thread.on('message', (tally: Tally) => {
    clearInterval(hang);
    const seconds = ((performance.now() - started) / 1_000).toFixed(1);
    console.log(
      `${count} plans from seed ${from}, and ${FIXTURES.length} cut everywhere: ${tally.plans} read, ${tally.problems} refused, in ${seconds} s; the slowest took ${tally.slowestMs.toFixed(0)} ms.`,
    );
    for (const [code, times] of [...tally.codes].sort(([, a], [, b]) => b - a))
      console.log(`${String(times).padStart(8)} ${code}`);
  });
}

function work({ from, count, step }: Work): void {
  const tally = newTally();
  for (const { fileName, text } of FIXTURES) {
    for (let length = 0; length <= text.length; length++) {
      step[0]!++;
      check(-1, { text: text.slice(0, length) }, tally);
      check(-1, { text: text.slice(0, length), fileName }, tally);
    }
  }
  for (let seed = from; seed < from + count; seed++) {
    step[0] = seed;
    fuzzOne(seed, tally);
  }
  parentPort?.postMessage(tally);
}

if (isMainThread) watch(Number(process.argv[2] ?? 50_000), Number(process.argv[3] ?? 1));
else work(workerData as Work);
