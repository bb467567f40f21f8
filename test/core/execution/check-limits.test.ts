import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyEvents, newExecution } from '../../../runtime/core/execution/apply-event';
import { checkLateness } from '../../../runtime/core/execution/check-lateness';
import { LogCheck } from '../../../runtime/core/execution/check-log';
import { SecretCheck } from '../../../runtime/core/execution/check-secrets';
import type { EventBody } from '../../../runtime/core/execution/event';
import type { ExecutionOptions } from '../../../runtime/core/execution/execution';
import { hashEvent, sha256 } from '../../../runtime/core/execution/hash-event';
import { INVARIANTS, nextStepOf } from '../../../runtime/core/execution/invariants';
import { asExecutionId } from '../../../runtime/core/ids';
import type { ExecutionPlan } from '../../../runtime/core/plan/plan';
import { chainEvents } from '../../support/chain-events';
import { AT, approved, assigned, ended, endedAttempt, OPTIONS, planOf, started, W1 } from '../../support/executions';
import { proven } from '../../support/night';
import { verifies } from '../../support/verifies';

const ID = asExecutionId('0190a000-0000-7000-8000-000000000001');
const HOUR_MS = 3_600_000;
const PLAN: ExecutionPlan = planOf(3);
const BEGIN: readonly EventBody[] = [
  { type: 'execution-submitted', planId: PLAN.id, planDigest: sha256('digest'), tasks: 3 },
  { type: 'execution-started' },
];
const PAUSED: EventBody = { type: 'execution-paused', reason: 'x' };
const BASED: EventBody = { type: 'execution-based', base: 'a'.repeat(40), leftOut: [] };
const TWO_OWNERS: ExecutionPlan = { ...PLAN, tasks: PLAN.tasks.map((task) => ({ ...task, files: ['src/a.ts'] })) };
const RELEASED: EventBody = { type: 'attempt-released', task: 0, token: 1, reason: 'x', owes: true };
const booked = (task: number, token: number): EventBody => ({
  type: 'cost-booked',
  of: { task, token },
  costUsd: 1,
  inputTokens: 1,
  outputTokens: 1,
});
const lost = (token: number): readonly EventBody[] => [
  assigned(0, token),
  started(0, token),
  { type: 'attempt-lost', task: 0, token, reason: 'gone', isFault: true },
];
const retried = (token: number): EventBody => ({
  type: 'task-retried',
  task: 0,
  token,
  failure: 'no',
  dueAt: AT,
  countsAsTry: true,
});
const merge = (task: number, token: number): EventBody => ({
  type: 'task-assigned',
  task,
  token,
  worker: W1,
  kind: 'merge',
});
const toMerge = (task: number): readonly EventBody[] => [
  assigned(task, 1),
  started(task, 1),
  ended(task, 1),
  approved(task, 1),
];
const granted = (task: number, grantUsd: number): EventBody => ({ ...assigned(task, 1), grantUsd }) as EventBody;

/** What is not as usual. */
interface Given {
  readonly options?: Partial<ExecutionOptions>;
  readonly plan?: ExecutionPlan;
}

function found(bodies: readonly EventBody[], { options, plan = PLAN }: Given): readonly string[] {
  const fresh = newExecution(ID, plan, { ...OPTIONS, ...options }, AT);
  const invariants = new Set<string>();
  const check = new LogCheck(fresh, sha256('digest'), (invariant) => invariants.add(invariant));
  check.add(chainEvents(fresh, [...BEGIN, ...bodies], AT, 'test'));
  return [...invariants].sort();
}

describe('the check of limits', () => {
  it.each<readonly [string, string, readonly EventBody[], Given]>([
    ['more tasks at a time than may be', 'I11', [assigned(0, 1), assigned(1, 1)], { options: { maxParallel: 1 } }],
    ['two tasks that write one file', 'I11', [assigned(0, 1), assigned(1, 1)], { plan: TWO_OWNERS }],
    ['two merges at a time', 'I11', [...toMerge(0), ...toMerge(1), merge(0, 2), merge(1, 2)], {}],
    ['a poisonous task that goes on', 'I12', [...lost(1), ...lost(2), ...lost(3), assigned(0, 4)], {}],
    [
      'more tries than were asked for',
      'I12',
      [assigned(0, 1), started(0, 1), ended(0, 1), retried(1)],
      { options: { retry: { ...OPTIONS.retry, maxAttempts: 1 } } },
    ],
    [
      'a try beyond the last one that a person was to be asked about',
      'I12',
      [assigned(0, 1), started(0, 1), ended(0, 1), retried(1), assigned(0, 2)],
      { options: { retry: { ...OPTIONS.retry, maxAttempts: 1, whenSpent: 'ask' } } },
    ],
    ['an end that counts twice', 'I16', [assigned(0, 1), started(0, 1), ended(0, 1), ended(0, 1)], {}],
    ['an assignment while it is paused', 'I20', [PAUSED, assigned(0, 1)], {}],
    ['a start while it is paused', 'I20', [assigned(0, 1), PAUSED, started(0, 1)], {}],
    [
      'a merge that starts while it is paused',
      'I20',
      [...toMerge(0), merge(0, 2), PAUSED, { type: 'merge-started', task: 0, token: 2, worker: W1 }],
      {},
    ],
    ['more money than is left', 'I22', [granted(0, 4), granted(1, 3)], { options: { costCapUsd: 5 } }],
    ['a cost that nobody owes', 'I22', [granted(0, 4), started(0, 1), booked(0, 1)], {}],
    [
      'a cost that is booked twice',
      'I22',
      [granted(0, 4), started(0, 1), { type: 'execution-paused', reason: 'x' }, RELEASED, booked(0, 1), booked(0, 1)],
      {},
    ],
    ['a base that is fetched once more', 'I30', [BASED, BASED], {}],
    [
      'proof by another command than the plan says',
      'I26',
      [
        assigned(0, 1),
        started(0, 1),
        {
          type: 'attempt-ended',
          task: 0,
          token: 1,
          attempt: endedAttempt(1, {
            evidence: [{ ...endedAttempt(1).evidence[0]!, command: 'true # tests pass' }],
          }),
        },
        proven(0, 1),
      ],
      {},
    ],
  ])(`finds %s (%s)${verifies('I11', 'I12', 'I16', 'I20', 'I22', 'I26', 'I30')}`, (_what, invariant, bodies, given) => {
    expect(found(bodies, given)).toContain(invariant);
  });

  it('finds nothing in what may be', () => {
    expect(
      found([...toMerge(0), merge(0, 2), granted(1, 3), granted(2, 2)], { options: { costCapUsd: 5.25 } }),
    ).toEqual([]);
    expect(found([assigned(0, 1), assigned(1, 1)], { options: { maxParallel: 2 } })).toEqual([]);
    expect(found([...lost(1), ...lost(2), assigned(0, 3)], {})).toEqual([]);
  });
});

describe('the check of times', () => {
  const fresh = newExecution(ID, PLAN, OPTIONS, AT);
  const atMs = Date.parse(AT);

  it(`finds an event that is an hour earlier than the one before, and forgives what clocks are off${verifies('I21')}`, () => {
    const [first, second] = chainEvents(fresh, BEGIN, AT, 'test');
    const foundAt = (at: string): readonly string[] => {
      const found: string[] = [];
      const check = new LogCheck(fresh, sha256('digest'), (invariant) => found.push(invariant));
      check.add([first!, { ...second!, at, hash: hashEvent(first!.hash, { ...second!, at }) }]);
      return found;
    };
    expect(foundAt(new Date(atMs - HOUR_MS).toISOString())).toEqual(['I21']);
    expect(foundAt(new Date(atMs - 1_000).toISOString())).toEqual([]);
  });

  const late = (bodies: readonly EventBody[], afterMs: number, keptDays = 90): readonly string[] => {
    const execution = applyEvents(fresh, chainEvents(fresh, [...BEGIN, ...bodies], AT, 'test'));
    const found: string[] = [];
    checkLateness(
      execution,
      true,
      { nowMs: atMs + afterMs, keep: { executions: keptDays, logs: 0, records: 0, metrics: 0, audit: 0 } },
      (invariant) => found.push(invariant),
    );
    return found;
  };

  it(`finds an assignment of which nobody was told again${verifies('I17')}`, () => {
    const announced: readonly EventBody[] = [assigned(0, 1), { type: 'task-announced', task: 0, token: 1 }];
    expect(late(announced, HOUR_MS)).toEqual(['I17']);
    expect(late(announced, 60_000)).toEqual([]);
    expect(late([...announced, started(0, 1)], HOUR_MS)).toEqual([]);
  });

  it(`finds a message that nobody tries to send${verifies('I15')}`, () => {
    const found: string[] = [];
    const look = (minutes: number): void =>
      checkLateness(
        fresh,
        false,
        { nowMs: atMs + minutes * 60_000, keep: { executions: 0, logs: 0, records: 0, metrics: 0, audit: 0 } },
        (invariant, message) => found.push(`${invariant} ${message}`),
        { seq: 1, topic: 'voice', key: 'k', state: 'pending', dueAt: AT },
      );
    look(10);
    expect(found).toEqual([]);
    look(30);
    expect(found).toEqual([`I15 Message k is to be sent since ${AT}, and nobody tries`]);
  });

  it(`finds a finished execution that did not leave${verifies('I28')}`, () => {
    const over: readonly EventBody[] = [
      ...[0, 1, 2].map((task): EventBody => ({ type: 'task-skipped', task, reason: 'x' })),
      { type: 'execution-cancelled', reason: 'x' },
    ];
    expect(late(over, 98 * 24 * HOUR_MS)).toEqual(['I28']);
    expect(late(over, 96 * 24 * HOUR_MS)).toEqual([]);
    expect(late(over, 98 * 24 * HOUR_MS, 0)).toEqual([]);
  });
});

it(`the check of actors finds an event without one${verifies('I29')}`, () => {
  const fresh = newExecution(ID, PLAN, OPTIONS, AT);
  const found: string[] = [];
  new LogCheck(fresh, sha256('digest'), (invariant) => found.push(invariant)).add(chainEvents(fresh, BEGIN, AT, ''));
  expect(new Set(found)).toEqual(new Set(['I29']));
});

describe('the list of invariants', () => {
  const ids = Object.keys(INVARIANTS);

  it('says a next step for each', () => {
    for (const id of ids) expect(nextStepOf(id)).toMatch(/^[A-Z].+\.$/);
  });

  it('has one that is broken on purpose in a test for each', () => {
    const files = readdirSync(__dirname).filter((name) => /^check-.*\.test\.ts$/.test(name));
    const forged = [
      ...files.map((name) => join(__dirname, name)),
      join(__dirname, '../../adapters/postgres-fsck.test.ts'),
    ]
      .map((path) => readFileSync(path, 'utf8').replace(/verifies\([^)]*\)/g, ''))
      .join('\n');
    expect(ids.filter((id) => !new RegExp(`['^]${id}\\b`).test(forged))).toEqual([]);
  });
});

describe('the check for secrets', () => {
  const eventsOf = (reason: string) =>
    chainEvents(newExecution(ID, PLAN, OPTIONS, AT), [...BEGIN, { type: 'execution-paused', reason }], AT, 'test');
  const secret = 'sk-very-secret-4711';

  it.each([
    ['as it is', secret],
    ['in base64', Buffer.from(secret).toString('base64')],
    ['in hex', Buffer.from(secret).toString('hex')],
  ])(`finds one %s, and does not repeat it${verifies('I24')}`, (_form, text) => {
    const found = new SecretCheck([secret]).look(ID, eventsOf(`the key ${text} was refused`));
    expect(found).toEqual([
      { invariant: 'I24', executionId: ID, message: 'Event 3 (execution-paused) holds a secret of the configuration' },
    ]);
  });

  it('finds nothing where there is none', () => {
    expect(new SecretCheck([secret]).look(ID, eventsOf('the key was refused'))).toEqual([]);
    expect(new SecretCheck([]).isNeeded).toBe(false);
  });
});
