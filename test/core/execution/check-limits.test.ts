import { newExecution } from '../../../runtime/core/execution/apply-event';
import { LogCheck } from '../../../runtime/core/execution/check-log';
import { SecretCheck } from '../../../runtime/core/execution/check-secrets';
import type { EventBody } from '../../../runtime/core/execution/event';
import type { ExecutionOptions } from '../../../runtime/core/execution/execution';
import { sha256 } from '../../../runtime/core/execution/hash-event';
import { INVARIANTS, nextStepOf } from '../../../runtime/core/execution/invariants';
import { asExecutionId } from '../../../runtime/core/ids';
import type { ExecutionPlan } from '../../../runtime/core/plan/plan';
import { chainEvents } from '../../support/chain-events';
import { AT, approved, assigned, ended, endedAttempt, OPTIONS, planOf, started, W1 } from '../../support/executions';
import { proven } from '../../support/night';
import { verifies } from '../../support/verifies';

const ID = asExecutionId('0190a000-0000-7000-8000-000000000001');
const PLAN: ExecutionPlan = planOf(3);
const BEGIN: readonly EventBody[] = [
  { type: 'execution-submitted', planId: PLAN.id, planDigest: sha256('digest'), tasks: 3 },
  { type: 'execution-started' },
];
const PAUSED: EventBody = { type: 'execution-paused', reason: 'x' };
const TWO_OWNERS: ExecutionPlan = { ...PLAN, tasks: PLAN.tasks.map((task) => ({ ...task, files: ['src/a.ts'] })) };
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
  ])(`finds %s (%s)${verifies('I11', 'I12', 'I16', 'I20', 'I22', 'I26')}`, (_what, invariant, bodies, given) => {
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

describe('the list of invariants', () => {
  it('says a next step for each', () => {
    for (const id of Object.keys(INVARIANTS)) expect(nextStepOf(id)).toMatch(/^[A-Z].+\.$/);
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
