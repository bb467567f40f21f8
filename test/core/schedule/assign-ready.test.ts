import { newExecution } from '../../../runtime/core/execution/apply-event';
import { Draft } from '../../../runtime/core/execution/draft';
import type { Execution, TaskState } from '../../../runtime/core/execution/execution';
import { asExecutionId, asWorkerId } from '../../../runtime/core/ids';
import { forecastView } from '../../../runtime/core/report/schedule-view';
import { assignReady } from '../../../runtime/core/schedule/assign-ready';
import type { Capacity, WorkerCapacity } from '../../../runtime/core/schedule/capacity';
import { capacityWanted } from '../../../runtime/core/schedule/capacity-wanted';
import { decideReady } from '../../../runtime/core/schedule/decide-ready';
import { explainWaits } from '../../../runtime/core/schedule/explain-waits';
import { achievedGain, forecastExecution } from '../../../runtime/core/schedule/forecast-execution';
import { learnEstimates } from '../../../runtime/core/schedule/learnt-estimates';
import { planShape } from '../../../runtime/core/schedule/plan-shape';
import { OPTIONS, START } from '../../support/kernel-story';
import { smallPlan, type TaskExtras } from '../../support/small-plan';
import { verifies } from '../../support/verifies';

const NOW = Date.parse(START) + 60_000;
const worker = (id: string, slots: number, ...more: readonly string[]): WorkerCapacity => ({
  id: asWorkerId(id),
  host: 'here',
  capabilities: ['shell', 'claude-code', 'sandbox', ...more],
  slots,
  freeSlots: slots,
});
const capacity = (...workers: readonly WorkerCapacity[]): Capacity => ({
  workers,
  globalLimit: 100,
  globalFree: 100,
  slotWaits: [],
});

/** A running execution; `states` are laid over its tasks. */
function running(
  lines: readonly string[],
  extras: Readonly<Record<string, TaskExtras>> = {},
  options: Partial<Execution['options']> = {},
  states: Readonly<Record<string, Partial<TaskState>>> = {},
): Execution {
  const plan = smallPlan(lines, extras);
  const id = asExecutionId('01900000-0000-7000-8000-0000000000ee');
  const execution = newExecution(id, plan, { ...OPTIONS, ...options }, START);
  const tasks = execution.tasks.map((state, no) => ({ ...state, ...states[plan.tasks[no]!.id] }));
  return { ...execution, status: 'running', startedAt: START, tasks };
}

/** `a→w1 b→w2`, and what is wanted besides. */
function assigned(
  execution: Execution,
  free: Capacity,
): { readonly starts: string; readonly wanted: readonly string[] } {
  const draft = new Draft(execution, new Date(NOW).toISOString(), 'test');
  const shape = planShape(execution.plan);
  const decision = assignReady(draft, shape, free);
  const noted = free.slotWaits.find(({ executionId }) => executionId === execution.id);
  const wanted = decision ? capacityWanted(draft, shape, decision, noted).flatMap(({ keys }) => keys) : [];
  const starts = draft.events.flatMap(({ body }) =>
    body.type === 'task-assigned' ? [`${execution.plan.tasks[body.task]!.id}→${body.worker}`] : [],
  );
  return { starts: starts.join(' '), wanted };
}

const reasons = (execution: Execution, free: Capacity): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...explainWaits({ execution, shape: planShape(execution.plan), capacity: free, nowMs: NOW })].map(([no, why]) => [
      execution.plan.tasks[no]!.id,
      why,
    ]),
  );

const ended = (durationMinutes: number): Partial<TaskState> => ({
  status: 'completed',
  attempt: { durationMs: durationMinutes * 60_000, startedAt: START } as NonNullable<TaskState['attempt']>,
});

describe('assignReady', () => {
  it(`asks for none of all slots while it lacks the worker that can do it${verifies('R-16')}`, () => {
    const gpu = { ...worker('w-gpu', 1, 'gpu'), freeSlots: 0 };
    const full = { ...capacity(gpu, worker('w-plain', 4)), globalLimit: 2, globalFree: 0 };
    expect(assigned(running(['learn'], { learn: { capability: 'gpu' } }), full).wanted).toEqual(['worker:w-gpu']);
    expect(assigned(running(['plain']), full).wanted).toEqual(['global']);
  });

  it(`keeps plain work off the only GPU while another worker can do it${verifies('R-16')}`, () => {
    const plan = running(['plain', 'learn'], { learn: { capability: 'gpu' } });
    expect(assigned(plan, capacity(worker('w-gpu', 1, 'gpu'), worker('w-plain', 1))).starts).toBe(
      'plain→w-plain learn→w-gpu',
    );
    const later = running(['plain', 'other', 'learn<plain'], { learn: { capability: 'gpu' } });
    expect(assigned(later, capacity(worker('w-gpu', 2, 'gpu'), worker('w-plain', 1))).starts).toBe(
      'plain→w-plain other→w-gpu',
    );
  });

  it(`keeps the last slot of the only GPU for a task that waits for running ones alone, where that costs nothing${verifies('R-16')}`, () => {
    const minutes = (estimateMinutes: number, more: TaskExtras = {}) => ({ estimateMinutes, ...more });
    const runs = {
      status: 'active',
      token: 1,
      worker: asWorkerId('plain'),
      assignedAt: START,
      startedAt: START,
    } as const;
    const free = capacity({ ...worker('plain', 1), freeSlots: 0 }, worker('rich', 1, 'gpu'));
    const startsWith = (lines: readonly string[]) =>
      assigned(
        running(
          lines,
          { runs: minutes(2), plain: minutes(5), onGpu: minutes(10, { capability: 'gpu' }) },
          {},
          { runs },
        ),
        free,
      ).starts;
    expect(startsWith(['runs', 'plain', 'onGpu<runs'])).toBe('');
    expect(startsWith(['runs', 'plain', 'onGpu<plain'])).toBe('plain→rich');
  });

  it(`lets a task that only a busy GPU can do block no other${verifies('R-16')}`, () => {
    const plan = running(['learn', 'next<learn', 'end<next', 'plain'], { learn: { capability: 'gpu' } });
    const busy = { ...worker('w-gpu', 1, 'gpu'), freeSlots: 0 };
    expect(assigned(plan, capacity(busy, worker('w-plain', 1)))).toEqual({
      starts: 'plain→w-plain',
      wanted: ['worker:w-gpu'],
    });
  });

  it('waits for a faster worker that is busy with a task that is over sooner than a slow one could be', () => {
    const since = new Date(NOW).toISOString();
    const busy: Partial<TaskState> = { status: 'active', worker: asWorkerId('w-fast'), startedAt: since };
    const minutes = { a: { estimateMinutes: 10 }, b: { estimateMinutes: 60 } };
    const workers = (speed: number) =>
      capacity({ ...worker('w-fast', 1), freeSlots: 0, speed }, { ...worker('w-slow', 1), speed: 1 });
    const plan = running(['a', 'b'], minutes, {}, { a: busy });
    expect(assigned(plan, workers(10)).starts).toBe('');
    expect(assigned(plan, workers(1)).starts).toBe('b→w-slow');
  });

  it('spreads tasks over workers with as many free slots', () => {
    expect(assigned(running(['a', 'b']), capacity(worker('w1', 2), worker('w2', 2))).starts).toBe('a→w1 b→w2');
  });

  it('keeps tasks on the worker that decides, of those of its machine that are as good for them', () => {
    const plan = running(['a', 'b', 'c']);
    const decidedBy = (decider: string, ...workers: readonly WorkerCapacity[]) =>
      assigned(plan, { ...capacity(...workers), decider: asWorkerId(decider) }).starts;
    expect(decidedBy('one', worker('one', 2), worker('two', 4))).toBe('a→one b→one c→two');
    // Not where another machine has more room, another worker is faster, or this one is kept for what it alone can do.
    expect(decidedBy('one', worker('one', 2), { ...worker('far', 9), host: 'there' })).toBe('a→far b→far c→far');
    expect(decidedBy('one', worker('one', 2), { ...worker('two', 4), speed: 2 })).toBe('a→two b→two c→two');
    const later = running(['a', 'b', 'learn<a'], { learn: { capability: 'gpu' } });
    const withGpu = { ...capacity(worker('one', 2, 'gpu'), worker('two', 4)), decider: asWorkerId('one') };
    expect(assigned(later, withGpu).starts).toBe('a→two b→two');
  });

  it(`starts first what the longest way is behind, by estimated minutes${verifies('R-5')}`, () => {
    const plan = running(['many', 'a<many', 'b<a', 'long', 'last<long'], {
      last: { estimateMinutes: 90 },
    });
    expect(assigned(plan, capacity(worker('w1', 1))).starts).toBe('long→w1');
  });

  it('learns from tasks that are over what others of their kind take', () => {
    const over = Array.from({ length: 8 }, (_, no) => `c${no}`);
    const lines = [...over, 'agent', 'command', 'after<command'];
    const byAgent: TaskExtras = { agent: 'claude-code', estimateMinutes: 10 };
    const plan = (minutes: number) =>
      running(lines, { agent: byAgent }, {}, Object.fromEntries(over.map((id) => [id, ended(minutes)])));
    expect(assigned(plan(2), capacity(worker('w1', 1))).starts).toBe('agent→w1');
    expect(assigned(plan(30), capacity(worker('w1', 1))).starts).toBe('command→w1');
  });
});

describe('tasks without an estimate', () => {
  it(`are estimated from earlier executions, and from this one once it says enough${verifies('R-5')}`, () => {
    const kind = 'shell 32';
    const minutesOf = (execution: Execution, past: readonly number[]) => {
      const shape = planShape(execution.plan);
      shape.memory.history = new Map([[kind, past]]);
      return learnEstimates(execution, shape).minutes[0];
    };
    const lines = Array.from({ length: 14 }, (_, no) => `t${no}`);
    expect(minutesOf(running(lines), [20, 30, 40])).toBe(30);
    expect(minutesOf(running(lines), [20, 30])).toBe(planShape(running(lines).plan).minutes[0]);
    expect(minutesOf(running(lines, { t0: { estimateMinutes: 7 } }), [20, 30, 40])).toBe(7);
    const over = Object.fromEntries(lines.slice(1, 13).map((id) => [id, ended(5)]));
    expect(minutesOf(running(lines, {}, {}, over), [20, 30, 40])).toBe(5);
  });

  it('count what a fast worker took as what a common one would take', () => {
    const lines = Array.from({ length: 11 }, (_, no) => `t${no}`);
    const plan = running(lines, {}, {}, Object.fromEntries(lines.slice(1).map((id) => [id, ended(5)])));
    expect(learnEstimates(plan, planShape(plan.plan), { speedOf: () => 2 }).minutes[0]).toBe(10);
  });
});

describe('a decision of a plan of which most waits', () => {
  const MANY = 2_000;
  const file = (no: number) => ({ files: [`src/${no}.ts`], estimateMinutes: 60 });
  it.each<[string, (no: number) => TaskExtras]>([
    ['for a file', () => ({ files: ['src/a.ts'], estimateMinutes: 60 })],
    ['for files below a folder that is written', file],
    [
      'behind a place that is kept for a folder',
      (no) => (no === 3 ? { files: ['src/'], estimateMinutes: 900 } : file(no)),
    ],
    ['for money', () => ({ agent: 'claude-code', estimateMinutes: 60 })],
  ])(`looks at few of those that wait %s, and at all that could start${verifies('R-5')}`, (_, extrasOf) => {
    const lines = Array.from({ length: MANY }, (_, no) => `t${no}`);
    const extras = Object.fromEntries(
      lines.map((id, no) => [id, no > 0 && no < 3 ? { estimateMinutes: 1 } : extrasOf(no)]),
    );
    const writer = { ...extrasOf(0), ...(extrasOf(4).files ? { files: ['src/'] } : {}), estimateMinutes: 600 };
    const busy = { status: 'active', token: 1, worker: asWorkerId('w1'), assignedAt: START, startedAt: START } as const;
    const cap = { costCapUsd: 5, maxParallel: 5 };
    const execution = running(lines, { ...extras, t0: writer }, cap, { t0: { ...busy, grantUsd: 5 } });
    const shape = planShape(execution.plan);
    const decided = () =>
      decideReady(new Draft(execution, new Date(NOW).toISOString(), 'test'), shape, capacity(worker('w1', 5)));
    const startsOf = ({ live, started }: ReturnType<typeof decided>) => started.map(({ task }) => live.noOf(task));
    const first = startsOf(decided());
    const again = decided();
    expect(first).toEqual([1, 2]);
    expect(startsOf(again)).toEqual(first);
    expect(lines.filter((_, no) => again.live.placeOf(no) >= 0).length).toBeLessThan(30);
  });
});

describe('a shared resource', () => {
  const named = (limit: number, free: number) => new Map([['test-db', { limit, free }]]);
  const plan = running(
    ['a', 'b', 'c'],
    { a: { resources: { 'test-db': 1 } }, b: { resources: { 'test-db': 1 } } },
    {},
    { a: { status: 'active', worker: asWorkerId('w1') } },
  );
  const place = { ...worker('w1', 4), freeSlots: 3 };

  it(`is never given to more tasks than there is of it, and others pass${verifies('R-16')}`, () => {
    const full = { ...capacity(place), resources: named(1, 0) };
    expect(assigned(plan, full)).toEqual({ starts: 'c→w1', wanted: ['resource:test-db'] });
    expect(assigned(plan, { ...full, resources: named(2, 1) }).starts).toBe('b→w1 c→w1');
  });

  it.each([
    ['who holds it', named(1, 0), undefined, 'waits for test-db: held by a (Task a)'],
    [
      'that others hold it',
      named(3, 0),
      undefined,
      'waits for test-db (0 of 3 free): held by a (Task a), other plans (2)',
    ],
    [
      'who of another plan holds it',
      named(2, 0),
      [{ resource: 'test-db', amount: 1, plan: 'Night', task: 'x (Task x)' }],
      'waits for test-db (0 of 2 free): held by a (Task a), x (Task x) of Night',
    ],
    [
      'what to set up',
      named(0, -1),
      undefined,
      'waits for test-db, and there is none: its operator sets NIGHTSHIFT_RESOURCES=test-db=1 or more',
    ],
  ])(`is waited for, and the reason says %s${verifies('R-40')}`, (_, resources, uses, why) => {
    const moment = {
      execution: plan,
      shape: planShape(plan.plan),
      capacity: { ...capacity(place), resources },
      nowMs: NOW,
    };
    expect(explainWaits(uses === undefined ? moment : { ...moment, uses }).get(1)).toBe(why);
  });

  it('that another plan waits for is left to it, though one task takes all there is', () => {
    const waits = {
      executionId: asExecutionId('other'),
      priority: 'normal',
      needs: [{ keys: ['resource:gpu'], since: START }],
    } as const;
    const greedy = running(['a', 'b'], { a: { resources: { gpu: 2 } } });
    const gpu = { ...capacity(place), resources: new Map([['gpu', { limit: 2, free: 2 }]]) };
    expect(assigned(greedy, { ...gpu, slotWaits: [waits] }).starts).toBe('b→w1');
    const keys = ['resource:gpu', 'save:2:resource:gpu'];
    const own = {
      executionId: greedy.id,
      priority: 'normal',
      needs: [{ keys, since: '2025-12-31T00:00:00.000Z' }],
    } as const;
    expect(assigned(greedy, { ...gpu, slotWaits: [waits, own] }).starts).toBe('a→w1 b→w1');
    const served = running(
      ['a', 'b'],
      { a: { resources: { gpu: 1 } }, b: { resources: { gpu: 1 } } },
      {},
      {
        a: { status: 'active', worker: asWorkerId('w1'), assignedAt: '2026-01-02T00:00:00.000Z' },
      },
    );
    expect(assigned(served, { ...gpu, slotWaits: [waits] }).starts).toBe('');
  });
});

describe('explainWaits', () => {
  it(`says of every task that waits what it waits for${verifies('R-40')}`, () => {
    const plan = running(
      ['w', 'b', 'c<b', 'gpu', 'd', 'e'],
      { w: { files: ['src/'] }, b: { files: ['src/x.ts'] }, gpu: { capability: 'gpu' } },
      { maxParallel: 3 },
      {
        w: { status: 'active', worker: asWorkerId('w1') },
        e: { dueAt: '2026-01-01T09:00:00.000Z', lastFailure: 'exit code 1\nmore' },
      },
    );
    const one = { ...worker('w1', 2), freeSlots: 0 };
    expect(reasons(plan, capacity(one))).toEqual({
      b: 'waits for src/x.ts, which w (Task w) writes; waits for a free slot of a worker with shell, sandbox',
      c: 'waits for b',
      gpu: 'no worker has gpu',
      d: 'waits for a free slot of a worker with shell, sandbox',
      e: 'is tried again at 2026-01-01T09:00:00.000Z',
    });
    expect(reasons(plan, capacity({ ...one, freeSlots: 2 }))).toMatchObject({
      b: 'waits for src/x.ts, which w (Task w) writes',
    });
    expect(reasons(plan, capacity({ ...one, freeSlots: 2 }))).not.toHaveProperty('d');
  });

  it('names all that a task waits for, and of many things how many more', () => {
    const writers = ['v', 'w', 'x', 'y'];
    const files = { files: ['src/'] };
    const plan = running(
      [...writers, 'b'],
      { v: files, w: files, x: files, y: files, b: files },
      { maxParallel: 4 },
      Object.fromEntries(writers.map((id) => [id, { status: 'active', worker: asWorkerId('w1') } as const])),
    );
    const holders = writers.map((id) => `waits for src/, which ${id} (Task ${id}) writes`);
    expect(reasons(plan, capacity({ ...worker('w1', 4), freeSlots: 0 }))).toEqual({
      b: [...holders, 'and 2 more'].join('; '),
    });
  });

  it.each<[string, Execution, string]>([
    [
      'the limit of the plan',
      running(['a', 'b'], {}, { maxParallel: 1 }),
      'waits for a slot: 1 task of this plan runs, and no more may',
    ],
    [
      'the wave',
      running(
        ['x', 'a', 'b<x'],
        {},
        { release: 'barrier' },
        { x: ended(1), a: { status: 'active', worker: asWorkerId('w1') } },
      ),
      'waits for the end of wave 1',
    ],
    [
      'money',
      running(['a', 'b'], { a: { agent: 'claude-code' }, b: { agent: 'claude-code' } }, { costCapUsd: 5 }),
      'waits for money: what is left of the cost cap is granted to tasks that run',
    ],
    [
      'a worker to itself',
      running(['a', 'b'], {}, {}, { b: { losses: 2 } }),
      'was lost twice, and waits for a worker to itself',
    ],
    ['a pause', { ...running(['b']), status: 'paused', reason: 'asked to' }, 'the execution is paused'],
    [
      'a person',
      running(['b'], {}, {}, { b: { status: 'waiting', question: { criteria: ['gate'], text: 'Go on?' } } }),
      'waits for a person: Go on?',
    ],
  ])('names %s', (_, execution, why) => {
    expect(reasons(execution, capacity(worker('w1', 2)))['b']).toBe(why);
  });
});

describe('explainWaits, where the cause lies outside of the plan', () => {
  const one = worker('w1', 2);
  const elsewhere: WorkerCapacity = { ...worker('w2', 1, 'gpu'), host: 'there' };
  const waits: Capacity['slotWaits'] = [
    {
      executionId: asExecutionId('01900000-0000-7000-8000-0000000000ef'),
      priority: 'normal',
      needs: [{ keys: ['global', 'worker:w1'], since: START }],
    },
  ];
  const held = running(['a', 'b'], {}, {}, { a: { status: 'active', worker: asWorkerId('w1'), assignedAt: START } });

  it.each<[string, Execution, Capacity, string]>([
    ['no worker', running(['b']), capacity(), 'no worker is there'],
    [
      'a worker on another host than the project',
      running(['b'], { b: { capability: 'gpu' } }, { homeHost: 'here' }),
      capacity(one, elsewhere),
      'no worker on here, where the project is, has gpu',
    ],
    [
      'a limit of nothing',
      running(['b']),
      { ...capacity(one), globalLimit: 0, globalFree: 0 },
      'no task may start: the limit of all executions is 0',
    ],
    [
      'the turn of another plan for a slot of a worker',
      held,
      { ...capacity({ ...one, freeSlots: 1 }), slotWaits: waits },
      'waits for a free slot of a worker with shell, sandbox: one is left to another plan, which goes first',
    ],
    [
      'the turn of another plan for a slot of all',
      held,
      { ...capacity({ ...one, slots: 9, freeSlots: 8 }), globalLimit: 2, globalFree: 1, slotWaits: waits },
      'waits for a slot: one is left to another plan, which goes first',
    ],
    [
      'as many tasks of all plans as may run',
      held,
      { ...capacity({ ...one, freeSlots: 1 }), globalLimit: 1, globalFree: 0 },
      'waits for a slot: as many tasks of all plans run as may',
    ],
  ])('names %s', (_, execution, free, why) => {
    expect(reasons(execution, free)['b']).toBe(why);
  });

  it('names the first four of many tasks that one waits on', () => {
    const many = Array.from({ length: 300 }, (_, no) => `t${no}`);
    const plan = running([...many, `b<${many.join(',')}`]);
    expect(reasons(plan, capacity(one))['b']).toBe('waits for t0, t1, t2, t3, and 296 more');
  });
});

describe('forecastExecution', () => {
  const forecastOf = (execution: Execution) =>
    forecastExecution({ execution, shape: planShape(execution.plan), capacity: capacity(worker('w1', 2)), nowMs: NOW });

  it(`expects what is left, and says that it guesses while nothing is over${verifies('R-40')}`, () => {
    const minutes = { a: { estimateMinutes: 10 }, b: { estimateMinutes: 10 }, c: { estimateMinutes: 30 } };
    const expected = forecastOf(running(['a', 'b<a', 'c'], minutes))!;
    expect(expected).toMatchObject({ isFounded: false });
    expect(expected.low).toBeLessThan(expected.middle);
    expect(expected.middle).toBeGreaterThan(15);
    expect(expected.middle).toBeLessThan(60);
    expect(expected.speedup).toBeGreaterThan(1);
  });

  it('is sure of tasks that take what others took', () => {
    const lines = Array.from({ length: 20 }, (_, no) => `t${no}`);
    const over = Object.fromEntries(lines.slice(0, 18).map((id) => [id, ended(7)]));
    const expected = forecastOf(running(lines, {}, {}, over))!;
    expect(expected).toMatchObject({ isFounded: true });
    for (const minutes of [expected.low, expected.middle, expected.high]) expect(minutes).toBeCloseTo(7, 6);
  });

  it.each<readonly [minutes: number, gain: { readonly speedup: number; readonly efficiency: number } | undefined]>([
    [10, { speedup: 2, efficiency: 1 }],
    [20, { speedup: 1, efficiency: 0.5 }],
    [0, undefined],
  ])(`says afterwards what side by side gained two tasks of 10 min in %s min${verifies('R-40')}`, (minutes, gain) => {
    const execution = running(['a', 'b'], {}, {}, { a: ended(10), b: ended(10) });
    const endedAt = new Date(Date.parse(execution.startedAt!) + minutes * 60_000).toISOString();
    const moment = { shape: planShape(execution.plan), capacity: capacity(worker('w1', 2)), nowMs: NOW };
    expect(achievedGain({ ...moment, execution: { ...execution, status: 'succeeded', endedAt } })).toEqual(gain);
    expect(achievedGain({ ...moment, execution })).toBeUndefined();
  });

  it('guesses while others wait for what it needs, since some is left to them', () => {
    const lines = Array.from({ length: 20 }, (_, no) => `t${no}`);
    const over = Object.fromEntries(lines.slice(0, 18).map((id) => [id, ended(7)]));
    const execution = running(lines, {}, {}, over);
    const beside = (key: string): Capacity => ({
      ...capacity(worker('w1', 2)),
      slotWaits: [{ executionId: asExecutionId('other'), priority: 'normal', needs: [{ keys: [key], since: START }] }],
    });
    const foundedBeside = (key: string) =>
      forecastExecution({ execution, shape: planShape(execution.plan), capacity: beside(key), nowMs: NOW })!.isFounded;
    expect(foundedBeside('worker:w1')).toBe(false);
    expect(foundedBeside('global')).toBe(false);
    expect(foundedBeside('resource:of-others-only')).toBe(true);
  });

  it('counts nothing that was done before, is left out or failed at once as work that it saved', () => {
    const minutes = Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((id) => [id, { estimateMinutes: 60 }]));
    const over = {
      b: { status: 'completed' },
      c: { status: 'skipped' },
      d: { ...ended(0), status: 'failed' },
    } as const;
    const { speedup, efficiency } = forecastOf(running(['a', 'b', 'c', 'd', 'e<a'], minutes, {}, over))!;
    expect(speedup).toBeLessThanOrEqual(1.2);
    expect(efficiency).toBeCloseTo(Math.min(1, speedup), 6);
  });

  it('says why it is slower than one task after the other, and only then', () => {
    const viewOf = (nowMs: number) => {
      const execution = running(['a', 'b'], { a: { estimateMinutes: 10 }, b: { estimateMinutes: 10 } });
      const moment = { execution, shape: planShape(execution.plan), capacity: capacity(worker('w1', 2)), nowMs };
      return forecastView(moment).forecast!;
    };
    expect(viewOf(NOW)).not.toHaveProperty('note');
    const late = viewOf(NOW + 5 * 3_600_000);
    expect(late.speedup).toBeLessThan(1);
    expect(late.note).toMatch(/longer than its tasks would one after the other/);
  });

  it('has nothing to say before the start and after the end', () => {
    const { startedAt: _, ...queued } = running(['a']);
    expect(forecastOf({ ...queued, status: 'queued' })).toBeUndefined();
    expect(forecastOf({ ...running(['a']), status: 'succeeded' })).toBeUndefined();
  });
});
