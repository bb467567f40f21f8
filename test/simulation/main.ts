import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { makeScenario } from './make-scenario';
import { type Outcome, runScenario } from './run-scenario';
import type { Scenario } from './scenario';
import { shrink } from './shrink';

const USAGE = `npm run sim -- [--seeds N] [--seed FIRST] [--scenario FILE] [--trace] [--no-shrink] [--keep-going]`;

/** Runs scenarios one after the other and says how fast; a failure is shrunk, and printed as the file that keeps it. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '1000' },
      seed: { type: 'string', default: '1' },
      scenario: { type: 'string' },
      trace: { type: 'boolean', default: false },
      'no-shrink': { type: 'boolean', default: false },
      'keep-going': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  if (values.scenario !== undefined) {
    const outcome = await runScenario(JSON.parse(readFileSync(values.scenario, 'utf8')) as Scenario, true);
    print(outcome, true);
    return outcome.found.length > 0 ? 1 : 0;
  }
  // Errors are made by the thousand, and nobody looks at where.
  if (!values.trace) Error.stackTraceLimit = 0;
  const first = Number(values.seed);
  const isOne = process.argv.some((word) => word.startsWith('--seed=') || word === '--seed') && !process.argv.some((word) => word.startsWith('--seeds'));
  const count = isOne ? 1 : Number(values.seeds);
  const totals = { steps: 0, virtualMs: 0, executions: 0, tasks: 0, events: 0, failed: [] as string[], faults: new Map<string, number>() };
  const began = performance.now();
  for (let seed = first; seed < first + count; seed++) {
    const scenario = makeScenario(seed);
    const outcome = await runScenario(scenario, values.trace);
    totals.steps += outcome.steps;
    totals.virtualMs += outcome.virtualMs;
    totals.executions += outcome.executions;
    totals.tasks += outcome.tasks;
    totals.events += outcome.events;
    for (const [kind, times] of outcome.faults) totals.faults.set(kind, (totals.faults.get(kind) ?? 0) + times);
    if (values.trace) print(outcome, true);
    if (outcome.found.length === 0) continue;
    totals.failed.push(`${seed} ${outcome.found[0]!.invariant}`);
    console.log(`seed ${seed}: ${outcome.found.map(({ invariant, message }) => `${invariant} ${message}`).join('\n  ')}`);
    if (!values['no-shrink']) await printShrunk(scenario, outcome);
    if (!values['keep-going']) break;
  }
  const seconds = (performance.now() - began) / 1_000;
  const run = totals.failed.length > 0 && !values['keep-going'] ? Number(totals.failed[0]!.split(' ')[0]) - first + 1 : count;
  const faults = [...totals.faults].sort(([a], [b]) => (a < b ? -1 : 1));
  console.log(`faults: ${faults.map(([kind, times]) => `${kind} ${times}`).join(', ')}`);
  console.log(
    `seeds=${run} seconds=${seconds.toFixed(1)} seeds/s=${(run / seconds).toFixed(0)} steps=${totals.steps} virtual-hours=${(totals.virtualMs / 3_600_000).toFixed(0)} ` +
      `executions=${totals.executions} tasks=${totals.tasks} events=${totals.events} faults=${faults.reduce((sum, [, times]) => sum + times, 0)} violations=${totals.failed.length}`,
  );
  if (totals.failed.length > 1) console.log(`failed: ${totals.failed.join(', ')}`);
  return totals.failed.length > 0 ? 1 : 0;
}

async function printShrunk(scenario: Scenario, outcome: Outcome): Promise<void> {
  const shrunk = await shrink(scenario, outcome);
  print(await runScenario(shrunk, true), true);
  console.log(`keep it as test/simulation/seeds/<name>.json:\n${JSON.stringify(shrunk, null, 1)}`);
}

function print({ trace, found, fingerprint }: Outcome, isLong: boolean): void {
  if (isLong) for (const line of trace) console.log(line);
  for (const { invariant, message } of found) console.log(`${invariant}: ${message}`);
  console.log(`fingerprint ${fingerprint.slice(0, 80)}`);
}

void main().then((code) => {
  process.exitCode = code;
});
