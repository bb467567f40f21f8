import { newExecution } from '../../../runtime/core/execution/apply-event';
import { Draft } from '../../../runtime/core/execution/draft';
import type { EventBody } from '../../../runtime/core/execution/event';
import type { ExecutionOptions } from '../../../runtime/core/execution/execution';
import { indexOf } from '../../../runtime/core/execution/index-of';
import { releaseTasks } from '../../../runtime/core/execution/release-tasks';
import { asExecutionId, asWorkerId, type ExecutionId } from '../../../runtime/core/ids';
import type { ExecutionTask } from '../../../runtime/core/plan/plan';
import { assignReady } from '../../../runtime/core/schedule/assign-ready';
import type { Capacity } from '../../../runtime/core/schedule/capacity';
import { capacityAfter } from '../../../runtime/core/schedule/capacity-after';
import { planShape } from '../../../runtime/core/schedule/plan-shape';
import { Random } from '../../../runtime/core/schedule/random';
import type { Bar } from '../bars';
import { noopPlan } from '../engine/plans';
import { printTable } from '../figures';
import { cpuMs } from './fresh-turns';

const SMALL = 5_000;
/** In the short form the plan itself takes longest to make. */
const [LARGE, LARGE_QUICK] = [100_000, 40_000];
const SLOTS = 8;
const AT = '2026-01-01T00:00:00.000Z';

interface Case {
  readonly name: string;
  /** What task `no` asks for besides. */
  readonly extras: (no: number) => Partial<ExecutionTask>;
  /** On which earlier tasks it waits. */
  readonly on: (no: number, random: Random) => readonly number[];
  readonly speeds: readonly number[];
  readonly options?: Partial<ExecutionOptions>;
  /** Another plan waits for the same slots. */
  readonly isShared?: boolean;
}

const WIDE = () => [];
const CASES: readonly Case[] = [
  { name: 'all ready at once', extras: () => ({}), on: WIDE, speeds: [1] },
  {
    name: 'a shared resource, workers of two speeds, a GPU',
    extras: (no) => ({
      ...(no % 5 === 0 ? { capability: 'gpu' } : {}),
      ...(no % 7 === 0 ? { resources: { db: 1 } } : {}),
      ...(no % 3 === 0 ? { files: [`src/${no % 500}.ts`] } : {}),
    }),
    on: (no, random) => (no < 50 ? [] : [no - 1 - random.below(50), no - 1 - random.below(50)]),
    speeds: [1, 2],
  },
  {
    name: 'waves one after the other',
    extras: () => ({}),
    on: (no, random) => (no < 50 ? [] : [no - 1 - random.below(50)]),
    speeds: [1],
    options: { release: 'barrier' },
  },
  { name: 'slots that another plan waits for, too', extras: () => ({}), on: WIDE, speeds: [1], isShared: true },
];

/**
 * A decision of a plan that runs, from what ended to what is to be committed: a draft is made, one task is over, what follows is
 * settled, and what may start is assigned. Its time must not grow with the plan.
 */
export function benchLive(isQuick: boolean): readonly Bar[] {
  const decisions = isQuick ? 150 : 4_000;
  const largest = isQuick ? LARGE_QUICK : LARGE;
  const rows = CASES.map((one) => {
    const [small, large] = [SMALL, largest].map((size) => decideFor(one, size, decisions));
    return { name: one.name, small: small!, large: large! };
  });
  printTable(
    `Decisions of running plans, processor time of one, over ${decisions} of them; goal of the long form: < 0.2 ms on average at ${LARGE.toLocaleString('en')} tasks`,
    ['', `${SMALL.toLocaleString('en')} tasks, mean`, `${largest.toLocaleString('en')} tasks, mean`],
    rows.map(({ name, small, large }) => [name, us(small), us(large)]),
  );
  if (isQuick) return [];
  return rows.map(({ name, large }) => ({ name: `decision, ${name}`, measured: large, most: 0.2, unit: ' ms' }));
}

const us = (timeMs: number): string => `${(1_000 * timeMs).toFixed(0)} µs`;

function decideFor({ extras, on, speeds, options, isShared }: Case, size: number, decisions: number) {
  const random = new Random(size);
  const bare = noopPlan(size, (no) => on(no, random));
  const plan = { ...bare, tasks: bare.tasks.map((task, no) => ({ ...task, ...extras(no) })) };
  const shape = planShape(plan);
  const id = asExecutionId('01900000-0000-7000-8000-0000000000ee');
  let execution = newExecution(id, plan, { ...OPTIONS, ...options }, AT);
  let capacity: Capacity = { ...capacityOf(speeds), ...(isShared ? { slotWaits: waitsOf(id) } : {}) };
  let all = 0;
  for (let step = 0; step <= decisions; step++) {
    const from = cpuMs();
    const draft = new Draft(execution, AT, 'bench');
    const busy = indexOf(draft, shape).in('assigned');
    if (busy.length > 0) draft.record(completed(draft, busy[step % busy.length]!));
    releaseTasks(draft, shape);
    assignReady(draft, shape, capacityAfter(capacity, draft));
    indexOf(draft, shape);
    if (step > 0) all += cpuMs() - from;
    capacity = capacityAfter(capacity, draft);
    execution = draft.execution;
  }
  return all / decisions;
}

function completed(draft: Draft, task: number): EventBody {
  const { token } = draft.task(task);
  return { type: 'task-completed', task, token, attemptToken: token, evidenceDigest: '' };
}

/** Another plan waits for slots, and so does this one, since a little later. */
const waitsOf = (own: ExecutionId): Capacity['slotWaits'] =>
  [own, asExecutionId('01900000-0000-7000-8000-0000000000ef')].map((executionId, no) => ({
    executionId,
    priority: 'normal',
    needs: [{ keys: ['worker:w0'], since: `2026-01-01T00:00:0${1 - no}.000Z` }],
  }));

function capacityOf(speeds: readonly number[]): Capacity {
  return {
    workers: speeds.map((speed, no) => ({
      id: asWorkerId(`w${no}`),
      host: 'here',
      capabilities: ['shell', 'sandbox', ...(no === speeds.length - 1 ? ['gpu'] : [])],
      slots: SLOTS,
      freeSlots: SLOTS,
      speed,
    })),
    globalLimit: 100,
    globalFree: 100,
    slotWaits: [],
    resources: new Map([['db', { limit: 2, free: 2 }]]),
  };
}

const OPTIONS: ExecutionOptions = {
  priority: 'normal',
  maxParallel: 2 * SLOTS,
  release: 'rolling',
  advance: 'direct',
  onFailure: 'skip-dependents',
  retry: { maxAttempts: 3, firstDelayMs: 1_000, backoffMultiplier: 2, maxDelayMs: 60_000 },
  costCapUsd: 10,
  taskCostCapUsd: 5,
  taskTokenCap: 1_000_000,
  taskTimeoutMs: 60_000,
  notifications: { voice: false, push: false, discord: false },
  origin: 'hand-off',
};
