import fc from 'fast-check';
import { advance } from '../../../runtime/core/execution/advance';
import { newExecution } from '../../../runtime/core/execution/apply-event';
import { Draft } from '../../../runtime/core/execution/draft';
import type { EventBody } from '../../../runtime/core/execution/event';
import type { Execution } from '../../../runtime/core/execution/execution';
import { capacityHeld } from '../../../runtime/core/execution/held-resources';
import { asExecutionId, asWorkerId } from '../../../runtime/core/ids';
import type { Priority } from '../../../runtime/core/plan/plan';
import { type Capacity, resourceKey } from '../../../runtime/core/schedule/capacity';
import type { SlotWait } from '../../../runtime/core/schedule/fair-share';
import { type PlanShape, planShape } from '../../../runtime/core/schedule/plan-shape';
import { slotWait } from '../../../runtime/core/schedule/slot-wait';
import { OPTIONS, START } from '../../support/kernel-story';
import { auto, smallPlan } from '../../support/small-plan';
import { verifies } from '../../support/verifies';

/** `SCHEDULE_PROPERTY_RUNS=10000` for the long form. */
const RUNS = Number(process.env['SCHEDULE_PROPERTY_RUNS'] ?? 200);
const WORKER = asWorkerId('w');
const SLOTS = 20;
/** Of up to 24 tasks of two others, which a plan may wait for beside four units of two resources; 8 were seen. */
const MOST_ENDS = 12;

interface Plan {
  readonly shape: PlanShape;
  readonly minutes: readonly number[];
  execution: Execution;
  /** Ends of others since it found no room for a task and ran none itself. */
  waitedFor: number | undefined;
  /** Minute of its hand-over, and of its newest end. */
  readonly from: number;
  lastEnd: number;
}

type Takes = Readonly<Record<string, number>>;

interface Tasks {
  readonly takes: readonly Takes[];
  readonly minutes: readonly number[];
  readonly priority: Priority;
}

function planOf(no: number, { takes, minutes, priority }: Tasks, from = 0): Plan {
  const plan = smallPlan(
    takes.map((_, at) => `t${at}`),
    Object.fromEntries(takes.map((resources, at) => [`t${at}`, { resources, verification: [auto('c')] }])),
  );
  const id = asExecutionId(`01900000-0000-7000-8000-0000000000e${no}`);
  const options = { ...OPTIONS, maxParallel: SLOTS, priority, costCapUsd: 1_000 };
  return {
    execution: newExecution(id, plan, options, START),
    shape: planShape(plan),
    minutes,
    waitedFor: undefined,
    from,
    lastEnd: 0,
  };
}

function capacityOf(plans: readonly Plan[], limits: Takes, slots: number, slotWaits: readonly SlotWait[]): Capacity {
  const sum = (key: string) => plans.reduce((all, { execution }) => all + (capacityHeld(execution).get(key) ?? 0), 0);
  const busy = sum('global');
  const capabilities = ['shell', 'claude-code', 'sandbox'];
  return {
    workers: [{ id: WORKER, host: 'here', capabilities, slots, freeSlots: slots - busy }],
    globalLimit: 1_000,
    globalFree: 1_000 - busy,
    slotWaits,
    resources: new Map(
      Object.entries(limits).map(([name, limit]) => [name, { limit, free: limit - sum(resourceKey(name)) }]),
    ),
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

/** Runs plans on shared resources to their ends. @returns the most ends of others that one of them waited for while it ran nothing. */
function longestWait(all: readonly Plan[], limits: Takes, slots = 3 * SLOTS): number {
  const running: { plan: Plan; no: number; end: number }[] = [];
  let waits: readonly SlotWait[] = [];
  let longest = 0;
  for (let minute = 0; ; ) {
    const plans = all.filter(({ from }) => from <= minute);
    const at = new Date(Date.parse(START) + minute * 60_000).toISOString();
    // What one gives back, the other is told in its next round.
    for (let round = 0; round < 3; round++) {
      for (const plan of plans) {
        const draft = new Draft(plan.execution, at, 'test');
        advance(draft, plan.shape, capacityOf(plans, limits, slots, waits), () => 0);
        for (const [no, { status, token }] of draft.execution.tasks.entries()) {
          if (status !== 'assigned') continue;
          draft.record({ type: 'attempt-started', task: no, token, worker: WORKER, agent: 'shell' });
          running.push({ plan, no, end: minute + plan.minutes[no]! });
          plan.waitedFor = undefined;
        }
        plan.execution = draft.execution;
      }
      waits = plans.flatMap(({ execution, shape }) => {
        const wait = slotWait({ execution, at }, shape, capacityOf(plans, limits, slots, waits));
        return wait ? [wait] : [];
      });
    }
    for (const plan of plans)
      if (
        waits.some(({ executionId, needs }) => executionId === plan.execution.id && needs.length > 0) &&
        !running.some((one) => one.plan === plan)
      )
        plan.waitedFor ??= 0;
    const next = all.flatMap(({ from }) => (from > minute ? [from] : []));
    if (running.length + next.length === 0) return longest;
    minute = Math.min(...running.map(({ end }) => end), ...next);
    const now = new Date(Date.parse(START) + minute * 60_000).toISOString();
    for (const one of running.filter(({ end }) => end === minute)) {
      running.splice(running.indexOf(one), 1);
      const draft = new Draft(one.plan.execution, now, 'test');
      const { token } = draft.task(one.no);
      const event = ended(draft, one.no, one.plan.minutes[one.no]!) as Extract<EventBody, { type: 'attempt-ended' }>;
      draft.record({ ...event, token, attempt: { ...event.attempt, token } });
      one.plan.execution = draft.execution;
      one.plan.lastEnd = minute;
      for (const plan of plans)
        if (plan !== one.plan && plan.waitedFor !== undefined) longest = Math.max(longest, ++plan.waitedFor);
    }
  }
}

const PRIORITY = fc.constantFrom<Priority>('low', 'normal', 'high');

const tasksThat = (takes: fc.Arbitrary<Takes>, most = 20, longest = 9): fc.Arbitrary<Tasks> =>
  fc.integer({ min: 1, max: most }).chain((size) =>
    fc.record({
      takes: fc.array(takes, { minLength: size, maxLength: size }),
      minutes: fc.array(fc.integer({ min: 1, max: longest }), { minLength: size, maxLength: size }),
      priority: PRIORITY,
    }),
  );

const many = (takes: Takes, minutes: number, count = 60): Tasks => ({
  takes: Array(count).fill(takes),
  minutes: Array(count).fill(minutes),
  priority: 'normal',
});

const allComplete = (plans: readonly Plan[]): boolean =>
  plans.every(({ execution }) => execution.tasks.every(({ status }) => status === 'completed'));

describe('two plans on one resource', () => {
  it(`wait for few ends of each other while they run nothing, whatever their tasks take of it${verifies('R-5', 'R-16')}`, () => {
    const story = fc.integer({ min: 1, max: 4 }).chain((limit) =>
      fc.record({
        limit: fc.constant(limit),
        plans: fc.tuple(
          ...[1, 2].map(() => tasksThat(fc.constantFrom(1, 1, 1, 2, 4).map((gpu) => ({ gpu: Math.min(limit, gpu) })))),
        ),
      }),
    );
    fc.assert(
      fc.property(story, ({ limit, plans: given }) => {
        const plans = given.map((one, at) => planOf(at + 1, one));
        expect(longestWait(plans, { gpu: limit })).toBeLessThanOrEqual(2 * limit);
        expect(allComplete(plans)).toBe(true);
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
    (gpu, units) => {
      const plans = [planOf(1, many({ gpu: 1 }, 3)), planOf(2, many({ gpu: units }, 3, 1))];
      expect(longestWait(plans, { gpu })).toBeLessThanOrEqual(2 * gpu);
    },
  );
});

describe('plans on two resources', () => {
  it.each<[string, Takes, readonly Tasks[], number]>([
    ['one of each, that others take one by one', { x: 1, y: 1 }, [many({ x: 1 }, 3), many({ y: 1 }, 4)], 4],
    ['two of each', { x: 2, y: 2 }, [many({ x: 1 }, 3), many({ y: 1 }, 4)], 8],
    [
      'one of each, that one other plan takes',
      { x: 1, y: 1 },
      [many({ x: 1 }, 3), { ...many({ y: 1 }, 4), priority: 'high' }],
      4,
    ],
  ])(`let a task start that needs all of both: %s${verifies('R-5', 'R-16')}`, (_, limits, others, most) => {
    const plans = [planOf(9, many(limits, 5, 1)), ...others.map((one, at) => planOf(at + 1, one))];
    expect(longestWait([...plans.slice(1), plans[0]!], limits)).toBeLessThanOrEqual(most);
    expect(allComplete(plans)).toBe(true);
  });

  it(`wait for few ends of each other while they run nothing${verifies('R-5', 'R-16')}`, () => {
    const limits = { x: 2, y: 2 };
    const takes = fc.constantFrom<Takes>({ x: 1 }, { y: 1 }, { x: 2 }, { x: 1, y: 1 }, { x: 2, y: 2 });
    fc.assert(
      fc.property(tasksThat(takes, 1, 9), tasksThat(takes, 12, 3), tasksThat(takes, 12, 3), (...given) => {
        const plans = given.map((one, at) => planOf(at + 1, one));
        expect(longestWait(plans, limits)).toBeLessThanOrEqual(MOST_ENDS);
        expect(allComplete(plans)).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });
});

describe('plans that wait for one resource', () => {
  it.each([1, 4])(`leave the slots to others that they cannot use: %d of them${verifies('R-5', 'R-16')}`, (waiting) => {
    const [holder, others, plain] = [
      planOf(1, many({ db: 1 }, 60, 1)),
      Array.from({ length: waiting }, (_, no) => planOf(3 + no, many({ db: 1 }, 1, 1), 1 + no)),
      planOf(2, many({}, 2, 24), 5),
    ];
    longestWait([holder, ...others, plain], { db: 1 }, 3);
    // Two slots beside the one that has the resource.
    expect(plain.lastEnd).toBe(5 + 24);
    expect(allComplete([holder, ...others, plain])).toBe(true);
  });
});
