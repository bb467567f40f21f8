import { newExecution } from '../../../runtime/core/execution/apply-event';
import type { Execution, TaskState } from '../../../runtime/core/execution/execution';
import { asExecutionId, asWorkerId } from '../../../runtime/core/ids';
import { planAhead } from '../../../runtime/core/schedule/plan-ahead';
import { planShape } from '../../../runtime/core/schedule/plan-shape';
import { whatIsLeft } from '../../../runtime/core/schedule/what-is-left';
import type { Workload } from '../../../runtime/core/schedule/workload';
import { OPTIONS, START } from '../../support/kernel-story';
import { smallPlan } from '../../support/small-plan';
import { verifies } from '../../support/verifies';
import { slots, workload } from './workloads';

const WORKER = { id: asWorkerId('w0'), host: 'here', capabilities: [], slots: 2, freeSlots: 2 };
const plan = smallPlan(['a', 'b', 'c<a', 'd<b,c', 'e']);
const shape = planShape(plan);

/** An execution whose tasks stand as told. */
function standing(states: Readonly<Record<number, Partial<TaskState>>>): Execution {
  const fresh = newExecution(asExecutionId('01900000-0000-7000-8000-0000000000ee'), plan, OPTIONS, START);
  return { ...fresh, tasks: fresh.tasks.map((task, no) => ({ ...task, ...states[no] })) };
}

const whole: Workload = {
  size: 5,
  dependents: shape.graph.dependentRows,
  estimates: Float64Array.of(10, 20, 30, 40, 50),
  durations: Float64Array.of(10, 20, 30, 40, 50),
  workers: slots(2),
};

describe('whatIsLeft', () => {
  const sixMinutesLater = Date.parse(START) + 360_000;
  const running = { status: 'active', worker: WORKER.id, startedAt: START } as const;

  it(`leaves out what is over, and of what runs what it has done${verifies('R-5')}`, () => {
    const left = whatIsLeft(standing({ 0: { status: 'completed' }, 1: running }), shape, {
      workers: [WORKER],
      nowMs: sixMinutesLater,
    });
    expect(left.members).toEqual([1, 2, 3, 4]);
    expect(left.begun).toEqual([{ task: 0, worker: 0 }]);
    const rest = left.of(whole);
    expect([...rest.estimates]).toEqual([14, 30, 40, 50]);
    expect([...rest.dependents.nos]).toEqual([2, 2]);
    expect([...rest.dependents.starts]).toEqual([0, 1, 2, 2, 2]);
  });

  it('takes what overruns to need a little still, and what is judged, merged or was given up to be over', () => {
    const left = whatIsLeft(
      standing({ 0: running, 1: { status: 'verifying' }, 2: { status: 'failed' }, 3: { status: 'skipped' } }),
      shape,
      { workers: [WORKER], nowMs: sixMinutesLater + 600_000 },
    );
    expect(left.members).toEqual([0, 4]);
    expect([...left.of(whole).estimates]).toEqual([0.5, 50]);
  });
});

describe('a planning pass over what is left', () => {
  it('begins with what runs already', () => {
    const plan = workload(['a:1', 'b<a:9', 'c:4'], { workers: slots(1) });
    const begun = [{ task: 2, worker: 0 }];
    expect(planAhead(plan, { seed: 1, begun })).toMatchObject({ makespan: 14, starts: Float64Array.of(4, 5, 0) });
    expect(planAhead(plan, { seed: 1, begun, isInOrder: true })!.starts[2]).toBe(0);
  });

  it('keeps files and workers of what runs already from others', () => {
    const files = [['x'], [], ['x']];
    const workers = [{ slots: 1, capabilities: [], speed: 1 }, ...slots(2)];
    const laid = planAhead(workload(['a:1', 'b:9', 'c:4'], { workers, files, limit: 2 }), {
      seed: 1,
      begun: [{ task: 2, worker: 0 }],
    })!;
    expect(laid.makespan).toBe(9);
    expect([...laid.starts]).toEqual([4, 0, 0]);
  });
});
