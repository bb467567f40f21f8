import { forecast } from '../../../runtime/core/schedule/forecast';
import { coverageFromHistory, coverageInPlan, overall } from '../../bench/schedule/forecast-coverage';
import { verifies } from '../../support/verifies';
import { workload } from './workloads';

/** `npm run bench:schedule -- forecast` is the long form, by family. */
const TRIALS = 30;

describe('forecast', () => {
  it(`holds the end in about 8 of 10 cases, whatever family the errors come from, or says that it guesses${verifies('R-40')}`, () => {
    const { trials, founded, inside } = overall(coverageInPlan(TRIALS));
    expect(founded).toBeGreaterThan(0.8 * trials);
    expect(inside / founded).toBeGreaterThanOrEqual(0.75);
    expect(inside / founded).toBeLessThanOrEqual(0.85);
  });

  it('says that it guesses where little is over, or tasks differ too much', () => {
    const plan = workload(['a', 'b<a']);
    expect(forecast({ workload: plan, errors: { own: [0, 0.1] }, seed: 1 }).isFounded).toBe(false);
    const wild = Array.from({ length: 20 }, (_, no) => (no % 10 === 0 ? 4 : -1));
    expect(forecast({ workload: plan, errors: { own: wild }, seed: 1 }).isFounded).toBe(false);
  });

  it(`says that it guesses as long as all that is known are earlier executions${verifies('R-40')}`, () => {
    expect(overall(coverageFromHistory(2)).founded).toBe(0);
  });

  it('says that it guesses while tasks that run take longer than what is over', () => {
    const plan = workload([...Array.from({ length: 24 }, (_, no) => `t${no}:10`), 'last<t0:10']);
    const errors = { own: new Array<number>(20).fill(0) };
    const having = (elapsed: number) =>
      forecast({
        workload: plan,
        errors,
        seed: 1,
        runs: 30,
        progress: {
          of: (no) => (no < 20 ? 'over' : no < 24 ? 'busy' : 'pending'),
          workerOf: () => 0,
          elapsedOf: () => elapsed,
          freeSlots: [0],
        },
      });
    expect(having(4)).toMatchObject({ middle: 16, isFounded: true });
    expect(having(100).isFounded).toBe(false);
    expect(having(100).low).toBeGreaterThan(10);
  });

  it('is the same for the same seed, and exact where estimates were', () => {
    const plan = workload(['a:3', 'b<a:4', 'c:2']);
    const errors = new Array<number>(20).fill(0);
    const one = forecast({ workload: plan, errors: { own: errors }, seed: 3 });
    expect(forecast({ workload: plan, errors: { own: errors }, seed: 3 })).toEqual(one);
    expect([one.low, one.middle, one.high]).toEqual([7, 7, 7]);
  });
});
