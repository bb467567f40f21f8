import { advance } from '../../../runtime/core/execution/advance';
import { newExecution } from '../../../runtime/core/execution/apply-event';
import { Draft } from '../../../runtime/core/execution/draft';
import type { EndedAttempt, Execution } from '../../../runtime/core/execution/execution';
import { capacityHeld } from '../../../runtime/core/execution/held-resources';
import { asExecutionId, asWorkerId } from '../../../runtime/core/ids';
import { type Capacity, workerKey } from '../../../runtime/core/schedule/capacity';
import type { Moment } from '../../../runtime/core/schedule/explain-waits';
import { NumberHeap } from '../../../runtime/core/schedule/number-heap';
import { type PlanShape, planShape } from '../../../runtime/core/schedule/plan-shape';
import { OPTIONS, START } from '../../support/kernel-story';
import { auto } from '../../support/small-plan';
import { noopPlan } from '../engine/plans';
import type { Instance } from './instances/instance';

const WORKER = asWorkerId('w0');
const MINUTE_MS = 60_000;

/** What a run may be told besides. */
export interface LoopRun {
  /** What the plan says; absent: what is so. */
  readonly estimates?: ArrayLike<number>;
  /** Files that tasks declare; absent: none. */
  readonly files?: readonly (readonly string[])[];
  /** Told how the execution stands after each step; `now` counts from its start. */
  readonly seen?: (moment: Moment, now: number) => void;
}

/**
 * The makespan of an instance that runs as a plan, every step taken by the code that runs plans: events, what follows from them, and
 * decisions over the state that they fold to. A unit of time is a minute.
 */
export function loopMakespan(instance: Instance, slots: number, run: LoopRun = {}): number {
  const { plan, durations } = planOf(instance, run);
  const shape = planShape(plan);
  const id = asExecutionId('01900000-0000-7000-8000-0000000000ee');
  const beginMs = Date.parse(START);
  let execution = newExecution(id, plan, { ...OPTIONS, maxParallel: slots, costCapUsd: 1e9 }, START);
  const ends = new Float64Array(durations.length);
  const running = new NumberHeap(ends);
  for (let now = 0; ; ) {
    const nowMs = beginMs + now * MINUTE_MS;
    const over: number[] = [];
    while (running.size > 0 && ends[running.top]! <= now) over.push(running.pop());
    execution = step(execution, shape, nowMs, slots, (draft) => {
      for (const task of over) draft.record(ended(draft, task, durations[task]! * MINUTE_MS));
    });
    execution = step(execution, shape, nowMs, slots, (draft) => {
      for (const [task, { status, token }] of draft.execution.tasks.entries()) {
        if (status !== 'assigned') continue;
        draft.record({ type: 'attempt-started', task, token, worker: WORKER, agent: 'shell' });
        ends[task] = now + durations[task]!;
        running.push(task);
      }
    });
    run.seen?.({ execution, shape, capacity: capacityOf(execution, slots), nowMs }, now);
    if (running.size === 0) {
      if (execution.status !== 'succeeded') throw new Error(`The plan is ${execution.status}, and nothing runs`);
      return now;
    }
    now = ends[running.top]!;
  }
}

function step(
  execution: Execution,
  shape: PlanShape,
  nowMs: number,
  slots: number,
  act: (draft: Draft) => void,
): Execution {
  const draft = new Draft(execution, new Date(nowMs).toISOString(), 'bench');
  act(draft);
  advance(draft, shape, capacityOf(draft.execution, slots), () => 0);
  return draft.execution;
}

/** The tasks of an instance that take time; those that take none stand for nothing but an order. */
function planOf({ durations, predecessors }: Instance, { estimates = durations, files }: LoopRun) {
  const nos = [...durations.keys()].filter((no) => durations[no]! > 0);
  const placeOf = new Map(nos.map((no, at) => [no, at]));
  const onOf = (no: number): readonly number[] =>
    predecessors[no]!.flatMap((on) => (placeOf.has(on) ? [placeOf.get(on)!] : onOf(on)));
  const bare = noopPlan(nos.length, (at) => [...new Set(onOf(nos[at]!))]);
  const tasks = bare.tasks.map((task, at) => ({
    ...task,
    estimateMinutes: estimates[nos[at]!]!,
    verification: [auto('c1')],
    files: files?.[nos[at]!] ?? [],
  }));
  return { plan: { ...bare, tasks }, durations: nos.map((no) => durations[no]!) };
}

function ended(draft: Draft, task: number, durationMs: number) {
  const { token } = draft.task(task);
  const attempt: EndedAttempt = {
    token,
    worker: WORKER,
    agent: 'shell',
    outcome: { type: 'done' },
    startedAt: new Date(draft.nowMs - durationMs).toISOString(),
    endedAt: new Date(draft.nowMs).toISOString(),
    durationMs,
    changedFiles: [],
    summary: '',
    evidence: [{ criterionId: 'c1', command: 'true', exitCode: 0, outputDigest: '', outputTail: '', durationMs: 0 }],
    costUsd: 0,
    inputTokens: 0,
    outputTokens: 0,
    logDigest: 'digest',
  };
  return { type: 'attempt-ended', task, token, attempt } as const;
}

function capacityOf(execution: Execution, slots: number): Capacity {
  const used = capacityHeld(execution).get(workerKey(WORKER)) ?? 0;
  const worker = {
    id: WORKER,
    host: 'here',
    capabilities: ['shell', 'sandbox'],
    slots,
    freeSlots: slots - used,
  };
  return { workers: [worker], globalLimit: 1_000, globalFree: 1_000 - used, slotWaits: [] };
}
