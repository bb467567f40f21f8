import fc from 'fast-check';
import { advance } from '../../../runtime/core/execution/advance';
import { newExecution } from '../../../runtime/core/execution/apply-event';
import { Draft } from '../../../runtime/core/execution/draft';
import type { EventBody } from '../../../runtime/core/execution/event';
import type { Execution } from '../../../runtime/core/execution/execution';
import { capacityHeld } from '../../../runtime/core/execution/held-resources';
import { asExecutionId, asWorkerId } from '../../../runtime/core/ids';
import type { Priority } from '../../../runtime/core/plan/plan';
import { assignReady } from '../../../runtime/core/schedule/assign-ready';
import { type Capacity, resourceKey } from '../../../runtime/core/schedule/capacity';
import type { SlotWait } from '../../../runtime/core/schedule/fair-share';
import { lastAssignedAt } from '../../../runtime/core/schedule/last-assigned-at';
import { type PlanShape, planShape } from '../../../runtime/core/schedule/plan-shape';
import { OPTIONS, START } from '../../support/kernel-story';
import { auto, smallPlan } from '../../support/small-plan';
import { verifies } from '../../support/verifies';

/** `SCHEDULE_PROPERTY_RUNS=10000` for the long form. */
const RUNS = Number(process.env['SCHEDULE_PROPERTY_RUNS'] ?? 200);
const WORKER = asWorkerId('w');
const SLOTS = 20;

interface Plan {
  readonly shape: PlanShape;
  readonly minutes: readonly number[];
  execution: Execution;
  /** Ends of the other since it found no room for a task and ran none itself. */
  waitedFor: number | undefined;
}

interface Tasks {
  readonly units: readonly number[];
  readonly minutes: readonly number[];
  readonly priority: Priority;
}

function planOf(no: number, { units, minutes, priority }: Tasks, limit: number): Plan {
  const plan = smallPlan(
    units.map((_, at) => `t${at}`),
    Object.fromEntries(
      units.map((amount, at) => [`t${at}`, { resources: { gpu: Math.min(limit, amount) }, verification: [auto('c')] }]),
    ),
  );
  const id = asExecutionId(`01900000-0000-7000-8000-0000000000e${no}`);
  const options = { ...OPTIONS, maxParallel: SLOTS, priority, costCapUsd: 1_000 };
  return { execution: newExecution(id, plan, options, START), shape: planShape(plan), minutes, waitedFor: undefined };
}

function capacityOf(plans: readonly Plan[], limit: number, slotWaits: readonly SlotWait[]): Capacity {
  const sum = (key: string) => plans.reduce((all, { execution }) => all + (capacityHeld(execution).get(key) ?? 0), 0);
  const busy = sum('global');
  const capabilities = ['shell', 'claude-code', 'sandbox'];
  return {
    workers: [{ id: WORKER, host: 'here', capabilities, slots: 2 * SLOTS, freeSlots: 2 * SLOTS - busy }],
    globalLimit: 1_000,
    globalFree: 1_000 - busy,
    slotWaits,
    resources: new Map([['gpu', { limit, free: limit - sum(resourceKey('gpu')) }]]),
  };
}

function ended({ task, at }: Draft, no: number, minutes: number): EventBody {
  const startedAt = new Date(Date.parse(at) - minutes * 60_000).toISOString();
  const proof = { criterionId: 'c', command: 'true', exitCode: 0, outputDigest: '', outputTail: '', durationMs: 0 };
  const attempt = {
    token: 0,
    worker: WORKER,
    agent: 'shell',
    outcome: { type: 'done' },
    startedAt,
    endedAt: at,
    durationMs: minutes * 60_000,
    changedFiles: [],
    summary: '',
    evidence: [proof],
    costUsd: 0,
    inputTokens: 0,
    outputTokens: 0,
    logDigest: 'd',
  };
  return { type: 'attempt-ended', task: no, attempt, token: 0, ...task } as unknown as EventBody;
}

/** Runs two plans on one resource to their ends. @returns the most ends of the other that one waited for. */
function longestWait(plans: readonly [Plan, Plan], limit: number): number {
  const running: { plan: Plan; no: number; end: number }[] = [];
  let waits: readonly SlotWait[] = [];
  let longest = 0;
  for (let minute = 0; ; ) {
    const at = new Date(Date.parse(START) + minute * 60_000).toISOString();
    // What one gives back, the other is told in its next round.
    for (let round = 0; round < 3; round++) {
      for (const plan of plans) {
        const draft = new Draft(plan.execution, at, 'test');
        advance(draft, plan.shape, capacityOf(plans, limit, waits), () => 0);
        for (const [no, { status, token }] of draft.execution.tasks.entries()) {
          if (status !== 'assigned') continue;
          draft.record({ type: 'attempt-started', task: no, token, worker: WORKER, agent: 'shell' });
          running.push({ plan, no, end: minute + plan.minutes[no]! });
          plan.waitedFor = undefined;
        }
        plan.execution = draft.execution;
      }
      waits = plans.flatMap(({ execution, shape }) => {
        const keys = assignReady(new Draft(execution, at, 'nobody'), shape, capacityOf(plans, limit, waits));
        const wait = { executionId: execution.id, keys, priority: execution.options.priority };
        return keys.length === 0 ? [] : [{ ...wait, assignedAt: lastAssignedAt(execution) }];
      });
    }
    for (const plan of plans)
      if (
        waits.some(({ executionId }) => executionId === plan.execution.id) &&
        !running.some((one) => one.plan === plan)
      )
        plan.waitedFor ??= 0;
    if (running.length === 0) return longest;
    minute = Math.min(...running.map(({ end }) => end));
    const now = new Date(Date.parse(START) + minute * 60_000).toISOString();
    for (const one of running.filter(({ end }) => end === minute)) {
      running.splice(running.indexOf(one), 1);
      const draft = new Draft(one.plan.execution, now, 'test');
      const { token } = draft.task(one.no);
      const event = ended(draft, one.no, one.plan.minutes[one.no]!) as Extract<EventBody, { type: 'attempt-ended' }>;
      draft.record({ ...event, token, attempt: { ...event.attempt, token } });
      one.plan.execution = draft.execution;
      for (const plan of plans)
        if (plan !== one.plan && plan.waitedFor !== undefined) longest = Math.max(longest, ++plan.waitedFor);
    }
  }
}

const tasks = fc.integer({ min: 1, max: 20 }).chain((size) =>
  fc.record({
    units: fc.array(fc.constantFrom(1, 1, 1, 2, 4), { minLength: size, maxLength: size }),
    minutes: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: size, maxLength: size }),
    priority: fc.constantFrom<Priority>('low', 'normal', 'high'),
  }),
);

describe('two plans on one resource', () => {
  it(`wait for few ends of each other while they run nothing, whatever their tasks take of it${verifies('R-5', 'R-16')}`, () => {
    fc.assert(
      fc.property(tasks, tasks, fc.integer({ min: 1, max: 4 }), (one, other, limit) => {
        const plans = [planOf(1, one, limit), planOf(2, other, limit)] as const;
        expect(longestWait([...plans], limit)).toBeLessThanOrEqual(2 * limit);
        for (const { execution } of plans)
          expect(execution.tasks.every(({ status }) => status === 'completed')).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });

  it.each<[number, number]>([
    [2, 1],
    [2, 2],
    [4, 1],
    [4, 3],
    [4, 4],
  ])(
    `let a task start that takes, of %d units, %d, beside sixty that take one each and as long${verifies('R-5')}`,
    (limit, units) => {
      const small = { units: Array(60).fill(1), minutes: Array(60).fill(3), priority: 'normal' } as const;
      const plans = [
        planOf(1, small, limit),
        planOf(2, { units: [units], minutes: [3], priority: 'normal' }, limit),
      ] as const;
      expect(longestWait([...plans], limit)).toBeLessThanOrEqual(2 * limit);
    },
  );
});
