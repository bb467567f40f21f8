import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { verifies } from '../support/verifies';
import { makeScenario } from './make-scenario';
import { runScenario } from './run-scenario';
import type { Scenario } from './scenario';

const KEPT = join(__dirname, 'seeds');
/** As many seeds as fit, always the same first ones; `npm run sim` runs more. */
const FOR_MS = 120_000;
const AT_LEAST = 100;

describe('the simulation', () => {
  const limit = Error.stackTraceLimit;
  beforeAll(() => {
    Error.stackTraceLimit = 0;
  });
  afterAll(() => {
    Error.stackTraceLimit = limit;
  });

  it(
    `breaks no invariant, whatever dies or gets lost when${verifies('R-11', 'R-12', 'R-13', 'I1', 'I2', 'I3', 'I4', 'I5', 'I6', 'I7', 'I8', 'I9', 'I10', 'I11', 'I12', 'I13', 'I14', 'I15', 'I17', 'I18', 'I19', 'I20', 'I21', 'I22', 'I23', 'I27', 'I30')}`,
    async () => {
      const endMs = performance.now() + FOR_MS;
      let seed = 1;
      for (; seed <= AT_LEAST || performance.now() < endMs; seed++) {
        const { found } = await runScenario(makeScenario(seed));
        expect({ seed, found }).toEqual({ seed, found: [] });
      }
    },
    3 * FOR_MS,
  );

  it.each([3, 17, 29])('runs seed %s the same way each time', async (seed) => {
    const once = await runScenario(makeScenario(seed), { isTraced: true });
    const again = await runScenario(makeScenario(seed), { isTraced: true });
    expect(again.trace).toEqual(once.trace);
    expect(again.fingerprint).toBe(once.fingerprint);
    expect(once.trace.length).toBeGreaterThan(100);
  });

  it('runs the same when the faults of calls are named instead of drawn', async () => {
    const scenario = makeScenario(7);
    const drawn = await runScenario(scenario);
    const named = await runScenario({ ...scenario, callFaults: drawn.callFaults });
    expect(drawn.callFaults.length).toBeGreaterThan(0);
    expect(named.fingerprint).toBe(drawn.fingerprint);
  });

  it.each(readdirSync(KEPT).filter((name) => name.endsWith('.json')))('still withstands %s', async (name) => {
    const scenario = JSON.parse(readFileSync(join(KEPT, name), 'utf8')) as Scenario;
    expect((await runScenario(scenario)).found).toEqual([]);
  });
});
