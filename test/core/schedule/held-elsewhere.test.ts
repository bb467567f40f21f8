import { newExecution } from '../../../runtime/core/execution/apply-event';
import type { EndedAttempt, Execution, TaskState } from '../../../runtime/core/execution/execution';
import { asExecutionId } from '../../../runtime/core/ids';
import type { Capacity } from '../../../runtime/core/schedule/capacity';
import { forecastExecution } from '../../../runtime/core/schedule/forecast-execution';
import { planShape } from '../../../runtime/core/schedule/plan-shape';
import { OPTIONS, START, WORKER } from '../../support/kernel-story';
import { smallPlan, type TaskExtras } from '../../support/small-plan';
import { verifies } from '../../support/verifies';

const OVER = {
  status: 'completed',
  attempt: { durationMs: 600_000, worker: WORKER } as EndedAttempt,
} satisfies Partial<TaskState>;

/** Twenty tasks are over, and took what they should; four are to come. */
function plan(extras: TaskExtras, release: 'rolling' | 'barrier' = 'rolling'): Execution {
  const ids = Array.from({ length: 24 }, (_, no) => `t${no}`);
  const all = smallPlan(ids, Object.fromEntries(ids.map((id) => [id, { estimateMinutes: 10, ...extras }])));
  const id = asExecutionId('01900000-0000-7000-8000-0000000000ee');
  const fresh = newExecution(id, all, { ...OPTIONS, release }, START);
  const tasks = fresh.tasks.map((state, no) => (no < 20 ? { ...state, ...OVER } : state));
  return { ...fresh, status: 'running', startedAt: START, tasks };
}

function expected(execution: Execution, freeSlots: number, freeUnits = 4, globalFree = 100) {
  const worker = { id: WORKER, host: 'here', capabilities: ['shell', 'claude-code', 'sandbox'], slots: 4, freeSlots };
  const resources = new Map([['test-db', { limit: 4, free: freeUnits }]]);
  const capacity: Capacity = { workers: [worker], globalLimit: 100, globalFree, slotWaits: [], resources };
  return forecastExecution({ execution, shape: planShape(execution.plan), capacity, nowMs: Date.parse(START) })!;
}

describe('a forecast beside other executions', () => {
  it(`counts the slots that they hold, and says that it guesses${verifies('R-40')}`, () => {
    const alone = expected(plan({}), 4);
    expect(alone).toMatchObject({ middle: 10, isFounded: true });
    const beside = expected(plan({}), 1);
    expect(beside.middle).toBeGreaterThan(12);
    expect(beside.middle).toBeLessThanOrEqual(40);
    expect(beside.isFounded).toBe(false);
  });

  it('counts the units of resources that they hold', () => {
    const units: TaskExtras = { resources: { 'test-db': 1 } };
    expect(expected(plan(units), 4)).toMatchObject({ middle: 10, isFounded: true });
    const beside = expected(plan(units), 4, 0);
    expect(beside.middle).toBeGreaterThan(12);
    expect(beside.isFounded).toBe(false);
  });

  it('lets them go when they end, and starts no more of its own than may run', () => {
    expect(expected(plan({}), 0).middle).toBeLessThanOrEqual(30);
    expect(expected(plan({}), 0).low).toBeGreaterThan(10);
    const { options, ...rest } = plan({});
    expect(expected({ ...rest, options: { ...options, maxParallel: 1 } }, 1).low).toBeGreaterThanOrEqual(40 - 1e-9);
  });

  it('has as few of its own run as all plans together may', () => {
    expect(expected(plan({}), 4, 4, 1).middle).toBe(40);
  });

  it('waits for no wave of theirs', () => {
    const beside = expected(plan({}, 'barrier'), 2);
    expect(beside.middle).toBeGreaterThanOrEqual(10);
    expect(beside.middle).toBeLessThan(30);
  });
});
