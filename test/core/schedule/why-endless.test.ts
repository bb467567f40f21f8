import { newExecution } from '../../../runtime/core/execution/apply-event';
import { asExecutionId, asWorkerId } from '../../../runtime/core/ids';
import { forecastView } from '../../../runtime/core/report/schedule-view';
import type { Capacity } from '../../../runtime/core/schedule/capacity';
import { planShape } from '../../../runtime/core/schedule/plan-shape';
import { OPTIONS, START } from '../../support/kernel-story';
import { smallPlan, type TaskExtras } from '../../support/small-plan';
import { verifies } from '../../support/verifies';

const capabilities = ['shell', 'claude-code', 'sandbox'];
const worker = { id: asWorkerId('w'), host: 'here', capabilities, slots: 2, freeSlots: 2 };

function viewOf(extras: TaskExtras, capacity: Partial<Capacity> = {}) {
  const plan = smallPlan(['a', 'b<a'], { b: extras });
  const id = asExecutionId('01900000-0000-7000-8000-0000000000ee');
  return forecastView({
    execution: { ...newExecution(id, plan, OPTIONS, START), status: 'running', startedAt: START },
    shape: planShape(plan),
    capacity: { workers: [worker], globalLimit: 9, globalFree: 9, slotWaits: [], ...capacity },
    nowMs: Date.parse(START),
  });
}

describe('the end of a plan', () => {
  it.each<[string, TaskExtras, Partial<Capacity>, string]>([
    ['a capability that no worker has', { capability: 'quantum' }, {}, 'no worker has quantum, which b (Task b) needs'],
    ['no worker', {}, { workers: [] }, 'no worker is there'],
    ['a resource that nobody set up', { resources: { gpu: 1 } }, {}, 'b (Task b) takes 1 of gpu, and there are 0'],
    [
      'less of a resource than a task takes',
      { resources: { gpu: 2 } },
      { resources: new Map([['gpu', { limit: 1, free: 1 }]]) },
      'b (Task b) takes 2 of gpu, and there is 1',
    ],
    ['a limit of nothing', {}, { globalLimit: 0, globalFree: 0 }, 'the limit of all executions is 0'],
  ])(`is not known with %s, and that is said${verifies('R-40')}`, (_, extras, capacity, why) => {
    expect(viewOf(extras, capacity)).toEqual({ etaUnknown: expect.stringContaining(why) });
  });

  it('is known where all that it needs is there', () => {
    const resources = new Map([['gpu', { limit: 2, free: 0 }]]);
    expect(viewOf({ resources: { gpu: 2 } }, { resources })).toEqual({
      eta: expect.any(String),
      forecast: expect.anything(),
    });
  });
});
