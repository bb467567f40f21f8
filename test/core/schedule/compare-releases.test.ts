import { compareReleases } from '../../../runtime/core/schedule/compare-releases';
import { smallPlan } from '../../support/small-plan';
import { verifies } from '../../support/verifies';

describe('compareReleases', () => {
  const took = (estimateMinutes: number) => ({ estimateMinutes });

  it(`says beforehand what strict waves cost${verifies('R-5')}`, () => {
    const plan = smallPlan(['a', 'b', 'c<a', 'd<b'], { a: took(1), b: took(9), c: took(9), d: took(1) });
    expect(compareReleases(plan, 2)).toEqual({ rolling: 10, barrier: 18, lowerBound: 10 });
  });

  it('takes tasks that are done for nothing', () => {
    const plan = smallPlan(['a', 'b<a'], { a: { estimateMinutes: 30, status: 'completed' }, b: took(5) });
    expect(compareReleases(plan, 2)).toEqual({ rolling: 5, barrier: 5, lowerBound: 5 });
  });
});
