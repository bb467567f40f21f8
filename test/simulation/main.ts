import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { makeScenario } from './make-scenario';
import { type Outcome, runScenario } from './run-scenario';
import type { Scenario } from './scenario';
import { shrink } from './shrink';
import { Tally } from './tally';

const USAGE = `npm run sim -- [options]
  --seeds N       run so many seeds, one after the other (1000)
  --seed S        the first of them; without --seeds only this one
  --jobs J        share the seeds among so many processes (1)
  --scenario FILE run a scenario that was kept
  --trace         print what happens, line by line
  --keep FILE     write the first failure there, shrunk
  --keep-going    do not stop at the first failure, and shrink none`;

/** Runs scenarios one after the other, and says how many, how fast, and what was injected. A failure is shrunk and printed. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string' },
      seed: { type: 'string' },
      scenario: { type: 'string' },
      keep: { type: 'string' },
      trace: { type: 'boolean', default: false },
      'keep-going': { type: 'boolean', default: false },
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
  const isGoingOn = values['keep-going'];
  // Errors are made by the thousand, and nobody looks at where.
  if (!values.trace) Error.stackTraceLimit = 0;
  const first = wholeNumber(values.seed ?? '1');
  const count = wholeNumber(values.seeds ?? (values.seed === undefined ? '1000' : '1'));
  const tally = new Tally();
  for (let seed = first; seed < first + count; seed++) {
    const scenario = makeScenario(seed);
    const outcome = await runScenario(scenario, { isTraced: values.trace });
    tally.add(seed, outcome);
    if (values.trace) print(outcome);
    if (outcome.found.length === 0) continue;
    const words = outcome.found.map(({ invariant, message }) => `${invariant} ${message}`);
    console.log(`seed ${seed}: ${words.join('\n  ')}`);
    if (isGoingOn) continue;
    await printShrunk(scenario, outcome, values.keep);
    break;
  }
  for (const line of tally.lines()) console.log(line);
  return tally.failed.length > 0 ? 1 : 0;
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0) return number;
  throw new Error(`${text} is no whole number\n${USAGE}`);
}

async function printShrunk(scenario: Scenario, outcome: Outcome, file: string | undefined): Promise<void> {
  const shrunk = await shrink(scenario, outcome);
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

void main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  },
);
