import { verifies } from '../support/verifies';
import { runSweep } from '../sweep/run-sweep';

/** One of each kind, in each process; `npm run sweep` takes all. */
const SAMPLE = [
  'after:sql.ns_submit',
  'before:hint.send',
  'after:spawn.sandbox',
  'before:rename.workspace',
  'after:commit.task-approved',
  'after:ref.integration',
  'after:wake.resume',
];

it(
  `goes on after a death at any of a sample of all crash points, and does nothing twice${verifies('R-11', 'R-21')}`,
  async () => {
    const { struck, violations } = await runSweep(SAMPLE, {
      say: (line) => process.stderr.write(`${line}\n`),
    });
    expect(struck).toEqual(SAMPLE.map((point) => ({ point, isReached: true, violations: [] })));
    expect(violations).toEqual([]);
  },
  12 * 60_000,
);
