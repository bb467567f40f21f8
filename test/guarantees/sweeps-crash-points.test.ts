import { verifies } from '../support/verifies';
import { runSweep } from '../sweep/run-sweep';

/** One of each kind, in each process; `npm run sweep` takes all. */
const SAMPLE = [
  'after:sql.ns_submit',
  'after:sql.ns_loop_enter',
  'before:hint.send',
  'after:spawn.sandbox',
  'before:rename.workspace',
  'after:sql.ns_put_artifact',
  'after:commit.task-approved',
  'after:ref.integration',
  'before:ref.result',
  'after:wake.resume',
];

it(
  `goes on after a death at any of a sample of all crash points, and does nothing twice${verifies('R-11', 'R-21')}`,
  async () => {
    const { killed, notReached, violations } = await runSweep(SAMPLE, (line) => process.stderr.write(`${line}\n`));
    expect({ killed, notReached, violations }).toEqual({ killed: SAMPLE, notReached: [], violations: [] });
  },
  10 * 60_000,
);
