import fc from 'fast-check';
import { newExecution } from '../../../runtime/core/execution/apply-event';
import { Draft } from '../../../runtime/core/execution/draft';
import type { EventBody } from '../../../runtime/core/execution/event';
import type { EndedAttempt, Execution } from '../../../runtime/core/execution/execution';
import { capacityHeld } from '../../../runtime/core/execution/held-resources';
import { releaseTasks } from '../../../runtime/core/execution/release-tasks';
import { asExecutionId, asProjectId, asWorkerId } from '../../../runtime/core/ids';
import { assignReady } from '../../../runtime/core/schedule/assign-ready';
import { type Capacity, resourceKey, workerKey } from '../../../runtime/core/schedule/capacity';
import { decideReady } from '../../../runtime/core/schedule/decide-ready';
import { type LiveDispatch, liveDispatch } from '../../../runtime/core/schedule/live-dispatch';
import { type PlanShape, planShape } from '../../../runtime/core/schedule/plan-shape';
import { OPTIONS, START } from '../../support/kernel-story';
import { smallPlan, type TaskExtras } from '../../support/small-plan';
import { verifies } from '../../support/verifies';

/** `SCHEDULE_PROPERTY_RUNS=10000` for the long form. */
const RUNS = Number(process.env['SCHEDULE_PROPERTY_RUNS'] ?? 200);
const FILES = ['a.ts', 'src/', 'src/c.ts', 'docs/**'];
const PROJECT = asProjectId('01900000-0000-7000-8000-0000000000ed');
const BUSY = ['assigned', 'active', 'verifying', 'waiting'];

const task = fc.record({
  on: fc.uniqueArray(fc.nat(30), { maxLength: 3 }),
  extras: fc.record(
    {
      capability: fc.constantFrom('gpu', 'net'),
      files: fc.subarray(FILES, { maxLength: 2 }),
      resources: fc.constantFrom({ db: 1 }, { db: 2 }, { db: 1, gpu: 1 }),
      estimateMinutes: fc.integer({ min: 1, max: 20 }),
      command: fc.constantFrom('true', 'false'),
      agent: fc.constantFrom('shell', 'claude-code'),
    },
    // Where all are estimated, each review makes a planning pass: few are enough.
    { requiredKeys: [] },
  ),
});

/** All are estimated, and write the same few files: a planning pass may leave some of them to tasks that are not ready. */
const estimatedTask = fc.record({
  on: fc.uniqueArray(fc.nat(6), { maxLength: 2 }),
  extras: fc.record({ files: fc.subarray(FILES, { maxLength: 1 }), estimateMinutes: fc.integer({ min: 1, max: 40 }) }),
});

const worker = fc.record({
  slots: fc.integer({ min: 1, max: 3 }),
  more: fc.subarray(['gpu', 'net']),
  speed: fc.constantFrom(1, 1, 2, 0.5),
});

interface Task {
  readonly on: readonly number[];
  readonly extras: Readonly<Record<string, unknown>>;
}

const aStory = (tasks: fc.Arbitrary<readonly Task[]>) =>
  fc.record({
    tasks,
    workers: fc.array(worker, { minLength: 1, maxLength: 3 }),
    options: fc.record({
      maxParallel: fc.integer({ min: 1, max: 6 }),
      release: fc.constantFrom<'rolling' | 'barrier'>('rolling', 'rolling', 'barrier'),
      costCapUsd: fc.constantFrom(6, 100),
    }),
    /** Which busy task something happens to, what, and how many minutes later. */
    steps: fc.array(fc.tuple(fc.nat(), fc.nat(9), fc.nat(8), fc.boolean()), { minLength: 1, maxLength: 30 }),
  });

const story = aStory(fc.array(task, { minLength: 1, maxLength: 24 }));
/** The second task is on the critical path, and the fourth one writes a file of its for long. */
const patientStory = fc
  .record({
    told: aStory(fc.array(estimatedTask, { maxLength: 4 })),
    minutes: fc.tuple(
      fc.integer({ min: 5, max: 15 }),
      fc.integer({ min: 2, max: 8 }),
      fc.integer({ min: 25, max: 50 }),
      fc.integer({ min: 30, max: 60 }),
    ),
    maxParallel: fc.integer({ min: 2, max: 6 }),
  })
  .map(({ told, minutes, maxParallel }) => {
    const first = [
      { on: [], extras: {} },
      { on: [0], extras: { files: ['src/'] } },
      { on: [1], extras: {} },
      { on: [], extras: { files: ['src/c.ts'] } },
    ].map(({ on, extras }, no) => ({ on, extras: { ...extras, estimateMinutes: minutes[no]! } }));
    const options = { ...told.options, maxParallel, release: 'rolling' as const };
    return { ...told, options, tasks: [...first, ...told.tasks] };
  });

type Story = typeof story extends fc.Arbitrary<infer Played> ? Played : never;

/** A task that is tried later stands before those that wait now, and the shortest of these is not the most urgent one. */
const WHERE_ONE_IS_DELAYED = {
  tasks: [
    { on: [], extras: { capability: 'gpu', resources: { db: 1, gpu: 1 } } },
    { on: [], extras: {} },
    { on: [], extras: { capability: 'gpu', resources: { db: 1, gpu: 1 }, estimateMinutes: 1 } },
    { on: [1], extras: { estimateMinutes: 1 } },
    { on: [], extras: { capability: 'gpu', resources: { db: 1, gpu: 1 } } },
    { on: [], extras: { capability: 'gpu', resources: { db: 1, gpu: 1 } } },
  ],
  workers: [{ slots: 1, more: ['gpu'], speed: 1 }],
  options: { maxParallel: 1, release: 'rolling', costCapUsd: 6 },
  steps: [
    [0, 0, 0, false],
    [0, 0, 0, false],
    [0, 3, 0, false],
    [0, 0, 0, false],
  ],
} as unknown as Story;

/** Of two that wait for a file neither is promised the faster worker, for which the last one would wait. */
const WHERE_A_FASTER_ONE_IS_BUSY = {
  tasks: [
    { on: [], extras: { estimateMinutes: 5 } },
    { on: [0], extras: { files: ['src/'], estimateMinutes: 2 } },
    { on: [1], extras: { estimateMinutes: 36 } },
    { on: [], extras: { files: ['src/c.ts'], estimateMinutes: 30 } },
    { on: [], extras: { files: ['src/'], estimateMinutes: 7 } },
    { on: [], extras: { files: [], estimateMinutes: 8 } },
  ],
  workers: [
    { slots: 2, more: [], speed: 1 },
    { slots: 1, more: [], speed: 2 },
  ],
  options: { maxParallel: 3, release: 'rolling', costCapUsd: 6 },
  steps: [
    [0, 0, 0, false],
    [0, 5, 0, true],
    [0, 5, 0, false],
  ],
} as unknown as Story;

interface Host {
  readonly slots: number;
  readonly more: readonly string[];
  readonly speed: number;
}

/** What an execution leaves free, where it is alone. */
function capacityOf(execution: Execution, hosts: readonly Host[], globalLimit: number): Capacity {
  const held = capacityHeld(execution);
  return {
    workers: hosts.map(({ slots, more, speed }, no) => {
      const id = asWorkerId(`w${no}`);
      const capabilities = ['shell', 'claude-code', 'sandbox', ...more];
      return { id, host: 'here', capabilities, slots, freeSlots: slots - (held.get(workerKey(id)) ?? 0), speed };
    }),
    globalLimit,
    globalFree: globalLimit - (held.get('global') ?? 0),
    slotWaits: [],
    resources: new Map(
      Object.entries({ db: 2, gpu: 1 }).map(([name, limit]) => [
        name,
        { limit, free: limit - (held.get(resourceKey(name)) ?? 0) },
      ]),
    ),
  };
}

/** Something happens to a task in progress. */
function happening(draft: Draft, no: number, what: number): EventBody {
  const { token } = draft.task(no);
  if (what < 1) return { type: 'task-failed', task: no, token, reason: 'test', failure: 'test' };
  if (what < 3) return { type: 'attempt-lost', task: no, token, reason: 'test', isFault: what === 2 };
  if (what === 5) {
    const { status, attempt } = draft.task(no);
    const changedFiles = [['a.ts'], ['src/c.ts'], ['a.ts', 'src/c.ts']][(draft.nowMs / 60_000) % 3]!;
    if (status === 'active') {
      const ended = {
        token,
        tree: 'tree',
        changedFiles,
        outcome: { type: 'done' },
        costUsd: 0,
      } as unknown as EndedAttempt;
      return { type: 'attempt-ended', task: no, token, attempt: ended };
    }
    if (status === 'verifying' && attempt) return { type: 'writes-undeclared', task: no, token, files: ['src/c.ts'] };
  }
  if (what < 5) {
    const dueAt = new Date(draft.nowMs + 300_000).toISOString();
    return { type: 'task-retried', task: no, token, failure: 'test', dueAt, countsAsTry: true };
  }
  return { type: 'task-completed', task: no, token, attemptToken: token, evidenceDigest: 'd' };
}

const unplaced = ({ dispatcher, noOf }: LiveDispatch) =>
  dispatcher.waits
    .unplaced()
    .map((one) => JSON.stringify({ ...one, task: noOf(one.task) }))
    .sort();

/** Both decisions on the same draft. */
function bothWays(draft: Draft, shape: PlanShape, capacity: Capacity) {
  const whole = liveDispatch(draft, shape, capacity);
  const all = whole.dispatcher.start(draft.nowMs / 60_000);
  const { live, started } = decideReady(draft, shape, capacity);
  const named = started.map(({ task: at, worker }) => ({ task: live.noOf(at), worker }));
  const granted = (of: LiveDispatch, nos: readonly { readonly task: number }[]) =>
    nos.map((one) => of.grantOf(one.task));
  return {
    whole: { starts: all, grants: granted(whole, all), unplaced: unplaced(whole) },
    ready: { starts: named, grants: granted(live, named), unplaced: unplaced(live) },
    yields: [...draft.execution.tasks.keys()].filter((no) =>
      whole.dispatcher.waits.reasonsOf(no).some(({ type }) => type === 'yields'),
    ).length,
  };
}

/** Plays a story; every decision is taken both ways. @returns how many tasks started, and how many left a file to another one. */
function playBothWays({ tasks, workers, options, steps }: Story): { readonly starts: number; readonly yields: number } {
  let [starts, yields] = [0, 0];
  const plan = smallPlan(
    tasks.map(({ on }, no) => `t${no}${named(on.filter((one) => one < no))}`),
    Object.fromEntries(tasks.map(({ extras }, no) => [`t${no}`, extras as TaskExtras])),
  );
  const shape = planShape(plan);
  const id = asExecutionId('01900000-0000-7000-8000-0000000000ee');
  let execution = newExecution(id, plan, { ...OPTIONS, ...options, projectId: PROJECT }, START);
  let nowMs = Date.parse(START);
  for (const [pick, what, minutes, isDropped] of steps) {
    nowMs += minutes * 60_000;
    const draft = new Draft(execution, new Date(nowMs).toISOString(), 'test');
    const busy = execution.tasks.flatMap(({ status }, no) => (BUSY.includes(status) ? [no] : []));
    if (busy.length > 0) draft.record(happening(draft, busy[pick % busy.length]!, what));
    releaseTasks(draft, shape);
    if (draft.execution.status !== 'running') break;
    const { whole, ready, yields: left } = bothWays(draft, shape, capacityOf(draft.execution, workers, 5));
    expect(ready).toEqual(whole);
    starts += ready.starts.length;
    yields += left;
    // One that somebody else was faster than is decided again.
    if (isDropped && (what > 7 || what === 5)) continue;
    assignReady(draft, shape, capacityOf(draft.execution, workers, 5));
    for (const [no, { status, token, worker: on }] of draft.execution.tasks.entries())
      if (status === 'assigned' && no % 3 > 0)
        draft.record({ type: 'attempt-started', task: no, token, worker: on!, agent: 'shell' });
    execution = draft.execution;
  }
  return { starts, yields };
}

describe('a decision on what changed', () => {
  it(`lets the same tasks start on the same workers as one over the whole plan does${verifies('R-5', 'R-16')}`, () => {
    let starts = 0;
    fc.assert(
      fc.property(story, (one) => {
        starts += playBothWays(one).starts;
      }),
      { numRuns: RUNS, examples: [[WHERE_ONE_IS_DELAYED], [WHERE_A_FASTER_ONE_IS_BUSY]] },
    );
    expect(starts).toBeGreaterThan(RUNS);
  });

  it('has the same tasks leave files to others as one over the whole plan does', () => {
    let yields = 0;
    fc.assert(
      fc.property(patientStory, (one) => {
        yields += playBothWays(one).yields;
      }),
      { numRuns: RUNS },
    );
    expect(yields).toBeGreaterThan(RUNS / 100);
  });
});

const named = (nos: readonly number[]): string => (nos.length > 0 ? `<${nos.map((no) => `t${no}`).join(',')}` : '');
