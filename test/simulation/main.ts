import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { makeScenario } from './make-scenario';
import { type Outcome, runScenario } from './run-scenario';
import { runSeeds } from './run-seeds';
import type { Scenario } from './scenario';
import { isPart, shareSeeds } from './share-seeds';
import { shrink } from './shrink';
import type { Tally } from './tally';

const USAGE = `npm run sim -- [options]
  --seeds N       run so many seeds (1000)
  --seed S        the first of them; without --seeds only this one
  --jobs J        share the seeds among so many processes (one for each core; one with --trace)
  --scenario FILE run a scenario that was kept
  --trace         print what happens, line by line
  --keep FILE     write the first failure there, shrunk
  --keep-going    do not stop at the first failure, and shrink none
  --as-it-is      stop at the first failure, and shrink it not`;

/** Milliseconds between two words on how far a long run is. */
const SAY_EVERY_MS = 60_000;

/** Runs scenarios, and says how many, how fast, and what was injected. A failure is shrunk and printed. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string' },
      seed: { type: 'string' },
      jobs: { type: 'string' },
      scenario: { type: 'string' },
      keep: { type: 'string' },
      trace: { type: 'boolean', default: false },
      'keep-going': { type: 'boolean', default: false },
      'as-it-is': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  if (values.scenario !== undefined) {
    const outcome = await runScenario(JSON.parse(readFileSync(values.scenario, 'utf8')) as Scenario, {
      isTraced: true,
    });
    print(outcome);
    return outcome.found.length > 0 ? 1 : 0;
  }
  const { trace: isTraced, 'keep-going': isGoingOn } = values;
  const count = wholeNumber(values.seeds ?? (values.seed === undefined ? '1000' : '1'));
  const seeds = { first: wholeNumber(values.seed ?? '1'), count };
  const jobs = isTraced ? 1 : Math.min(count, wholeNumber(values.jobs ?? String(availableParallelism())));
  const tally =
    jobs > 1
      ? await shareSeeds(seeds, { jobs, isGoingOn, onProgress: nowAndThen() })
      : await runSeeds(seeds, { isGoingOn, isTraced, ...(isTraced ? { onOutcome: print } : {}) });
  for (const { seed, words } of tally.failed) console.log(`seed ${seed}: ${words.join('\n  ')}`);
  const [failure] = tally.failed;
  if (failure && !isGoingOn && !values['as-it-is']) await printShrunk(makeScenario(failure.seed), values.keep);
  for (const line of tally.lines()) console.log(line);
  return failure ? 1 : 0;
}

/** Says how far it is, and each failure as soon as it is known: a long run may never come to its end. */
function nowAndThen(): (tally: Tally) => void {
  let saidMs = performance.now();
  const said = new Set<number>();
  return (tally) => {
    for (const { seed, words } of tally.failed) {
      if (!said.has(seed)) console.log(`failed: seed ${seed}: ${words[0]}`);
      said.add(seed);
    }
    if (performance.now() - saidMs < SAY_EVERY_MS) return;
    saidMs = performance.now();
    console.log(`so far: ${tally.progress}`);
  };
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0) return number;
  throw new Error(`${text} is no whole number\n${USAGE}`);
}

async function printShrunk(scenario: Scenario, file: string | undefined): Promise<void> {
  const shrunk = await shrink(scenario, await runScenario(scenario));
  const again = await runScenario(shrunk, { isTraced: true });
  print(again);
  const [first] = again.found;
  const kept = JSON.stringify({ broke: `${first?.invariant}: ${first?.message}`, ...shrunk }, null, 1);
  if (file === undefined) console.log(`Keep it in test/simulation/seeds once the cause is mended:\n${kept}`);
  else writeFileSync(file, `${kept}\n`);
}

function print({ trace, found, fingerprint }: Outcome): void {
  for (const line of trace) console.log(line);
  for (const { invariant, message } of found) console.log(`${invariant}: ${message}`);
  console.log(`fingerprint ${fingerprint}`);
}

// Errors are made by the thousand, and nobody looks at where.
if (!process.argv.includes('--trace')) Error.stackTraceLimit = 0;
if (!isPart(process.argv.slice(2)))
  void main().then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = 2;
    },
  );
