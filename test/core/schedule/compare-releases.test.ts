import { compareReleases } from '../../../runtime/core/schedule/compare-releases';
import { smallPlan } from '../../support/small-plan';
import { verifies } from '../../support/verifies';

describe('compareReleases', () => {
  const took = (estimateMinutes: number) => ({ estimateMinutes });

  it(`says beforehand what strict waves cost${verifies('R-5')}`, () => {
    const plan = smallPlan(['a', 'b', 'c<a', 'd<b'], { a: took(1), b: took(9), c: took(9), d: took(1) });
    expect(compareReleases(plan, { slots: 2 })).toEqual({ slots: 2, rolling: 10, barrier: 18, lowerBound: 10 });
  });

  it('reckons with what is set up of shared things', () => {
    const db = { estimateMinutes: 10, resources: { db: 1 } };
    const plan = smallPlan(['a', 'b'], { a: db, b: db });
    expect(compareReleases(plan)).toMatchObject({ slots: 4, rolling: 20 });
    expect(compareReleases(plan, { limits: new Map([['db', 2]]) })).toMatchObject({ rolling: 10 });
  });

  it('takes tasks that are done for nothing', () => {
    const plan = smallPlan(['a', 'b<a'], { a: { estimateMinutes: 30, status: 'completed' }, b: took(5) });
    expect(compareReleases(plan, { slots: 2 })).toEqual({ slots: 2, rolling: 5, barrier: 5, lowerBound: 5 });
  });
});
