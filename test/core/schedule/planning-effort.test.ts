import { Effort } from '../../../runtime/core/schedule/effort';
import { runWithin, searchOrder } from '../../../runtime/core/schedule/order-search';
import { planAhead } from '../../../runtime/core/schedule/plan-ahead';
import { PlanningSearch } from '../../../runtime/core/schedule/planning-search';
import { projectOf } from '../../../runtime/core/schedule/project';
import { Random } from '../../../runtime/core/schedule/random';
import { urgencyKeys } from '../../../runtime/core/schedule/urgency';
import type { Workload } from '../../../runtime/core/schedule/workload';
import { verifies } from '../../support/verifies';
import { slots, workload } from './workloads';

const ids = (count: number): readonly string[] => Array.from({ length: count }, (_, no) => `t${no}:${1 + (no % 7)}`);
/** Tasks that all write one folder: each end makes all look again. */
const crowded = workload(ids(300), { workers: slots(8), files: ids(300).map(() => ['src/']) });
/** Many tasks on slots that never suffice. */
const wide = workload(ids(300), { workers: slots(3) });

describe('a planning pass', () => {
  it(`stops in the middle of a schedule when its steps are spent${verifies('R-5')}`, () => {
    for (const most of [1_000, 20_000, 60_000]) {
      const effort = new Effort(most);
      const project = projectOf(wide)!;
      new PlanningSearch(project, { random: new Random(1), bound: 0, effort }).search([urgencyKeys(wide)]);
      // The last look may go over what is left, along all that is laid so far.
      expect(effort.spent).toBeLessThan(most + 2 * wide.size);
      expect(effort.isSpent).toBe(true);
    }
  });

  it('stops in the middle of a run in which files decide', () => {
    const effort = new Effort(50_000);
    const found = searchOrder(crowded, urgencyKeys(crowded), { random: new Random(1), effort, bound: 0 });
    expect(found).toBeUndefined();
    // One decision looks at all that is ready.
    expect(effort.spent).toBeLessThan(50_000 + 300 * 50);
  });

  it('ends also where all orders of a few tasks are known, which it does not run twice', () => {
    const few = workload(['a:3', 'b:2', 'c:2'], { workers: slots(2), files: [['x'], ['x'], []] });
    const effort = new Effort(400_000);
    const found = searchOrder(few, urgencyKeys(few), { random: new Random(1), effort, bound: 0 });
    expect(effort.isSpent).toBe(true);
    expect(found?.makespan).toBe(Math.min(...ordersOf([0, 1, 2]).map((order) => makespanOf(few, order))));
  });

  it('is left out where its steps do not suffice for one schedule', () => {
    expect(planAhead(wide, { seed: 1, steps: 100 })).toBeUndefined();
    expect(planAhead(wide, { seed: 1, steps: 100_000 })?.makespan).toBeGreaterThan(0);
    expect(runWithin(wide, { keys: urgencyKeys(wide), effort: new Effort(100) }).makespan).toBe(
      Number.POSITIVE_INFINITY,
    );
  });
});

function ordersOf(nos: readonly number[]): readonly (readonly number[])[] {
  if (nos.length === 0) return [[]];
  return nos.flatMap((no) => ordersOf(nos.filter((other) => other !== no)).map((rest) => [no, ...rest]));
}

function makespanOf(plan: Workload, order: readonly number[]): number {
  const keys = new Float64Array(plan.size);
  for (const [place, no] of order.entries()) keys[no] = place;
  return runWithin(plan, { keys, effort: new Effort() }).makespan;
}
