import { newExecution } from '../../../runtime/core/execution/apply-event';
import { Draft } from '../../../runtime/core/execution/draft';
import type { EventBody } from '../../../runtime/core/execution/event';
import type { Execution } from '../../../runtime/core/execution/execution';
import { capacityHeld } from '../../../runtime/core/execution/held-resources';
import { releaseTasks } from '../../../runtime/core/execution/release-tasks';
import { asExecutionId, asWorkerId } from '../../../runtime/core/ids';
import { assignReady } from '../../../runtime/core/schedule/assign-ready';
import { type Capacity, workerKey } from '../../../runtime/core/schedule/capacity';
import { explainWaits } from '../../../runtime/core/schedule/explain-waits';
import { planAhead } from '../../../runtime/core/schedule/plan-ahead';
import { planShape } from '../../../runtime/core/schedule/plan-shape';
import { simulate } from '../../../runtime/core/schedule/simulate';
import { OPTIONS, START } from '../../support/kernel-story';
import { smallPlan } from '../../support/small-plan';
import { verifies } from '../../support/verifies';
import { slots, workload } from './workloads';

const WORKER = asWorkerId('w1');
/** The way over b is the critical one, and chain writes a file of b's for longer than b's turn is away. */
const FILES = [[], ['src/'], [], ['src/a.ts']];
const patient = (times: string = '10 5 30 40') => {
  const [base, b, end, chain] = times.split(' ');
  return workload([`base:${base}`, `b<base:${b}`, `end<b:${end}`, `chain:${chain}`], {
    workers: slots(4),
    files: FILES,
  });
};

const makespanOf = (mode: 'online' | 'planned', times?: string): number =>
  simulate(patient(times), { mode, seed: 1, noise: 0 }).makespan;

describe('a planning pass over tasks that write the same', () => {
  it(`leaves a file to a task on the critical path that is ready soon${verifies('R-5')}`, () => {
    expect(makespanOf('online')).toBe(75);
    expect(makespanOf('planned')).toBe(55);
    expect([...planAhead(patient(), { seed: 1 })!.yields!]).toEqual([[3, { to: 1, until: 12.5 }]]);
  });

  it('leaves it to none for which the wait would be longer than what it saves, or hardly shorter', () => {
    // Waiting for b until 35: 35 + 5 + 40 is more than 40 + 5 + 30.
    expect(planAhead(patient('35 5 30 40'), { seed: 1 })!.yields!.size).toBe(0);
    expect(makespanOf('planned', '35 5 30 40')).toBe(75);
    // 75 minutes, or 74.
    expect(planAhead(patient('29 5 30 40'), { seed: 1 })!.yields!.size).toBe(0);
  });
});

/** The same plan as it runs: a minute is a minute of its clock. */
class Running {
  private readonly plan = smallPlan(['base', 'b<base', 'end<b', 'chain'], {
    base: { estimateMinutes: 10 },
    b: { estimateMinutes: 5, files: ['src/'] },
    end: { estimateMinutes: 30 },
    chain: { estimateMinutes: 40, files: ['src/a.ts'] },
  });
  private readonly shape = planShape(this.plan);
  private execution: Execution;

  constructor(isEstimated = true) {
    if (!isEstimated) {
      const { estimateMinutes: _, ...bare } = this.plan.tasks[2]!;
      this.plan = { ...this.plan, tasks: this.plan.tasks.map((task, no) => (no === 2 ? bare : task)) };
      this.shape = planShape(this.plan);
    }
    const id = asExecutionId('01900000-0000-7000-8000-0000000000ee');
    this.execution = newExecution(id, this.plan, { ...OPTIONS, maxParallel: 4 }, START);
  }

  /** What is assigned at a minute, after something happened to a task. */
  at(minute: number, task?: number, happens?: 'completed' | 'failed'): string {
    const draft = new Draft(this.execution, new Date(Date.parse(START) + minute * 60_000).toISOString(), 'test');
    if (task !== undefined) draft.record(this.happening(draft, task, happens));
    releaseTasks(draft, this.shape);
    assignReady(draft, this.shape, this.capacity(draft.execution));
    const assigned = draft.events.flatMap(({ body }) => (body.type === 'task-assigned' ? [body.task] : []));
    for (const no of assigned) {
      const { token } = draft.task(no);
      draft.record({ type: 'attempt-started', task: no, token, worker: WORKER, agent: 'shell' });
    }
    this.execution = draft.execution;
    const ids = assigned.map((no) => this.plan.tasks[no]!.id);
    return ids.sort().join(' ');
  }

  why(minute: number): string | undefined {
    const { execution, shape } = this;
    const nowMs = Date.parse(START) + minute * 60_000;
    return explainWaits({ execution, shape, capacity: this.capacity(execution), nowMs }).get(3);
  }

  private happening(draft: Draft, task: number, happens: 'completed' | 'failed' = 'completed'): EventBody {
    const { token } = draft.task(task);
    return happens === 'failed'
      ? { type: 'task-failed', task, token, reason: 'test', failure: 'test' }
      : { type: 'task-completed', task, token, attemptToken: token, evidenceDigest: 'd' };
  }

  private capacity(execution: Execution): Capacity {
    const free = 4 - (capacityHeld(execution).get(workerKey(WORKER)) ?? 0);
    const worker = {
      id: WORKER,
      host: 'here',
      capabilities: ['shell', 'claude-code', 'sandbox'],
      slots: 4,
      freeSlots: free,
    };
    return { workers: [worker], globalLimit: 100, globalFree: 96 + free, slotWaits: [] };
  }
}

describe('a plan that runs', () => {
  it(`has a task wait while it leaves a file to another one, and says so${verifies('R-5', 'R-40')}`, () => {
    const plan = new Running();
    expect(plan.at(0)).toBe('base');
    expect(plan.why(0)).toBe('leaves src/a.ts to b (Task b), which will be ready soon: the plan is over sooner so');
    expect(plan.at(10, 0)).toBe('b');
    expect(plan.why(10)).toBe('waits for src/a.ts, which b (Task b) writes');
    expect(plan.at(15, 1)).toBe('chain end');
  });

  it('lets it start once the other one is late', () => {
    const plan = new Running();
    expect(plan.at(0)).toBe('base');
    expect(plan.at(12)).toBe('');
    expect(plan.at(13)).toBe('chain');
  });

  it('lets it start when the other one will never be ready, and leaves files to nobody where a task has no estimate', () => {
    const failing = new Running();
    expect(failing.at(0)).toBe('base');
    expect(failing.at(3, 0, 'failed')).toBe('chain');
    expect(new Running(false).at(0)).toBe('base chain');
  });
});
