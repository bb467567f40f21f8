import { applyEvents, newExecution } from '../../../runtime/core/execution/apply-event';
import { checkLoop } from '../../../runtime/core/execution/check-loop';
import { checkStanding } from '../../../runtime/core/execution/check-standing';
import type { EventBody } from '../../../runtime/core/execution/event';
import type { ExecutionOptions } from '../../../runtime/core/execution/execution';
import { sha256 } from '../../../runtime/core/execution/hash-event';
import type { StoredLoop } from '../../../runtime/core/execution/stored-execution';
import { asExecutionId } from '../../../runtime/core/ids';
import type { Capacity } from '../../../runtime/core/schedule/capacity';
import { chainEvents } from '../../support/chain-events';
import { AT, assigned, OPTIONS, planOf, W1 } from '../../support/executions';
import { verifies } from '../../support/verifies';

const LOOP: StoredLoop = {
  kind: 'workflow',
  generation: 1,
  wait: 2,
  isWaitOpen: true,
  isDue: false,
  isBound: true,
  canBeResumed: true,
  canBeStarted: false,
  seqAtStart: 0,
  nextWakeAt: AT,
};

describe('the check of loops', () => {
  const found = (loop: Partial<StoredLoop>): readonly string[] => {
    const invariants: string[] = [];
    checkLoop({ ...LOOP, ...loop }, 7, (invariant) => invariants.push(invariant));
    return invariants;
  };

  it.each<readonly [string, string, Partial<StoredLoop>]>([
    ['a generation that never began', 'I13', { generation: 0 }],
    ['a beginning after the end of the log', 'I13', { seqAtStart: 8 }],
    ['a wait that nobody can end', 'I17', { canBeResumed: false }],
    ['a wait without a number', 'I17', { wait: 0 }],
    ['a wait of nobody', 'I17', { kind: 'none', isBound: false }],
    ['a key that starts a loop which is driven', 'I16', { canBeStarted: true }],
  ])(`finds %s (%s)${verifies('I13', 'I16', 'I17')}`, (_what, invariant, loop) => {
    expect(found(loop)).toEqual([invariant]);
  });

  it('finds nothing in what may be', () => {
    expect(found({})).toEqual([]);
    expect(found({ isWaitOpen: false, canBeResumed: false, wait: 0 })).toEqual([]);
    expect(found({ isBound: false, canBeStarted: true, isWaitOpen: false, seqAtStart: 7 })).toEqual([]);
  });
});

describe('the check of what stands still', () => {
  const HOUR_MS = 3_600_000;
  const plan = planOf(2);
  const CAPACITY: Capacity = {
    workers: [
      { id: W1, host: 'here', capabilities: ['shell', 'claude-code', 'sandbox'], slots: 2, freeSlots: 2, speed: 1 },
    ],
    globalLimit: 4,
    globalFree: 4,
    slotWaits: [],
    resources: new Map(),
  };
  const BUSY: Capacity = { ...CAPACITY, workers: CAPACITY.workers.map((worker) => ({ ...worker, freeSlots: 0 })) };
  const RUNS: readonly EventBody[] = [
    { type: 'execution-submitted', planId: plan.id, planDigest: sha256('digest'), tasks: 2 },
    { type: 'execution-started' },
  ];
  interface Given {
    readonly bodies?: readonly EventBody[];
    readonly loop?: StoredLoop | undefined;
    readonly capacity?: Capacity;
    readonly afterMs?: number;
    readonly options?: Partial<ExecutionOptions>;
  }
  const found = ({
    bodies = [],
    loop = LOOP,
    capacity = CAPACITY,
    afterMs = HOUR_MS,
    options,
  }: Given): readonly string[] => {
    const fresh = newExecution(
      asExecutionId('0190a000-0000-7000-8000-000000000001'),
      plan,
      { ...OPTIONS, ...options },
      AT,
    );
    const execution = applyEvents(fresh, chainEvents(fresh, [...RUNS, ...bodies], AT, 'test'));
    const invariants: string[] = [];
    const nowMs = Date.parse(AT) + afterMs;
    checkStanding(execution, AT, loop, { nowMs, capacity }, (invariant, message) =>
      invariants.push(`${invariant} ${message}`),
    );
    return invariants;
  };

  it(`finds a ready task that nobody gives to a free worker, in both ways to advance${verifies('I3', 'I17')}`, () => {
    const message = expect.stringMatching(new RegExp(`^I17 Task 0 is ready since .* and ${W1} is free for it`));
    expect(found({})).toContainEqual(message);
    expect(found({ loop: { ...LOOP, isWaitOpen: false }, options: { advance: 'direct' } })).toContainEqual(message);
  });

  it(`finds a loop that is to be woken, and is not${verifies('I17')}`, () => {
    expect(found({ loop: { ...LOOP, isDue: true }, capacity: BUSY })).toEqual([
      `I17 Its loop is to be woken since ${AT}, and nobody does`,
    ]);
    expect(found({ loop: { ...LOOP, isDue: true }, capacity: BUSY, afterMs: 60_000 })).toEqual([]);
  });

  it.each<readonly [string, Given]>([
    ['what began a moment ago', { afterMs: 60_000 }],
    ['that no worker is free', { capacity: BUSY }],
    ['that no worker is there', { capacity: { ...CAPACITY, workers: [] } }],
    ['that the limit of all is reached', { capacity: { ...CAPACITY, globalFree: 0 } }],
    ['that something is under way', { bodies: [assigned(0, 1)] }],
    ['that it is paused', { bodies: [{ type: 'execution-paused', reason: 'x' }] }],
    ['that the loop is in the hands of a person', { loop: { ...LOOP, isWaitOpen: false } }],
  ])('finds nothing in %s', (_what, given) => {
    expect(found(given)).toEqual([]);
  });
});
