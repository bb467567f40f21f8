import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { queueModeMissing, runChaos } from './run-chaos';

const USAGE = `npm run chaos -- [options]
  --minutes M   strike for so long (5; 240 with --faults)
  --faults N    or until so many faults
  --pace P      progress: the next fault waits until something happened in a plan, 15 s at most; time: it comes after
                0.2 to 1.5 s whatever happened (progress)
  --seed S      draws what is struck, when and how (1)
  --regular     without Redis, n8n in one process
  --lease S     seconds of a worker's lease (6)
  --plans P     plans that are open at a time (4)
  --log FILE    writes every line there too`;

/** Strikes a real nightshift and prints the log of faults, how long everything took, and last what does not hold. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string' },
      faults: { type: 'string' },
      pace: { type: 'string', default: 'progress' },
      seed: { type: 'string', default: '1' },
      lease: { type: 'string', default: '6' },
      plans: { type: 'string', default: '4' },
      regular: { type: 'boolean', default: false },
      log: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const missing = queueModeMissing();
  if (missing !== undefined && !values.regular) console.log(`Redis takes no part: ${missing}`);
  const log: string[] = [];
  const say = (line: string): void => {
    console.log(line);
    log.push(line);
    if (values.log !== undefined) writeFileSync(values.log, `${log.join('\n')}\n`);
  };
  const { violations, lines } = await runChaos({
    seed: number(values.seed),
    minutes: number(values.minutes ?? (values.faults === undefined ? '5' : '240')),
    faults: number(values.faults ?? '100000'),
    pace: paceOf(values.pace),
    isQueueMode: !values.regular && missing === undefined,
    leaseMs: number(values.lease) * 1_000,
    openPlans: number(values.plans),
    say,
  });
  for (const line of lines) say(line);
  return violations.length > 0 ? 1 : 0;
}

function paceOf(text: string): 'progress' | 'time' {
  if (text === 'progress' || text === 'time') return text;
  throw new Error(`--pace is progress or time, not ${text}\n${USAGE}`);
}

function number(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value >= 0) return value;
  throw new Error(`${text} is no number\n${USAGE}`);
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
