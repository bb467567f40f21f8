import { applyInPlace, newExecution } from '../../../runtime/core/execution/apply-event';
import { canonicalJson } from '../../../runtime/core/execution/canonical-json';
import { InvariantCheck } from '../../../runtime/core/execution/check-invariants';
import type { EventBody } from '../../../runtime/core/execution/event';
import type { Execution } from '../../../runtime/core/execution/execution';
import { chainEvents, sha256 } from '../../../runtime/core/execution/hash-event';
import { asExecutionId } from '../../../runtime/core/ids';
import { AT, approved, assigned, ended, endedAttempt, OPTIONS, planOf, started } from '../../support/executions';
import { proven } from '../../support/night';
import { verifies } from '../../support/verifies';

const PLAN = planOf(3, [[0, 1]]);
const ID = asExecutionId('0190a000-0000-7000-8000-000000000001');
const SUBMITTED: EventBody = { type: 'execution-submitted', planId: PLAN.id, planDigest: sha256('digest'), tasks: 3 };
const BEGIN: readonly EventBody[] = [SUBMITTED, { type: 'execution-started' }];
const DONE = [assigned(0, 1), started(0, 1), ended(0, 1), proven(0, 1)];

/** The invariants that a log with these events breaks, each once; rows are what its fold says. */
function brokenBy(bodies: readonly EventBody[]): readonly string[] {
  const fresh = newExecution(ID, PLAN, OPTIONS, AT);
  const events = chainEvents(fresh, bodies, AT, 'test');
  const tasks = [...fresh.tasks];
  let after: Execution = { ...fresh, tasks };
  for (const event of events) after = applyInPlace(after, tasks, event);
  const { plan, options, tasks: folded, ...state } = after;
  const check = new InvariantCheck({
    ...{
      id: ID,
      plan,
      options,
      digest: sha256('digest'),
      submittedAt: AT,
      isInputIntact: true,
      state: canonicalJson(state),
    },
    ...{ status: after.status, epoch: after.epoch, lastSeq: after.lastSeq, lastHash: after.lastHash },
    completedTasks: folded.filter(({ status }) => status === 'completed').length,
    failedTasks: folded.filter(({ status }) => status === 'failed').length,
  });
  check.addEvents(events.slice(0, 3));
  check.addEvents(events.slice(3));
  check.addTasks(
    folded.map((task, no) => ({ task: no, status: task.status, token: task.token, state: canonicalJson(task) })),
  );
  // attempts, messages and leases are checked on real rows; here the log is what counts
  const rowsOnly = /is not stored$|left no message$|without a lease$/;
  return [
    ...new Set(
      check
        .violations()
        .filter(({ message }) => !rowsOnly.test(message))
        .map(({ invariant }) => invariant),
    ),
  ].sort();
}

describe('the check of a log', () => {
  it.each<readonly [string, readonly EventBody[]]>([
    ['a task done', DONE],
    ['a dependant after it', [...DONE, assigned(1, 1), started(1, 1)]],
    [
      'an end, and a new epoch after it',
      [
        ...[0, 1, 2].map((task): EventBody => ({ type: 'task-skipped', task, reason: 'x' })),
        { type: 'execution-failed', reason: '' },
        { type: 'execution-reopened', epoch: 2 },
        ...[0, 1, 2].map((task): EventBody => ({ type: 'task-reopened', task })),
        ...DONE,
      ],
    ],
    [
      'a cancel',
      [
        ...[0, 1, 2].map((task): EventBody => ({ type: 'task-skipped', task, reason: 'cancelled' })),
        { type: 'execution-cancelled', reason: 'x' },
      ],
    ],
    [
      'notices after the end',
      [
        ...[0, 1, 2].map((task): EventBody => ({ type: 'task-skipped', task, reason: 'x' })),
        { type: 'execution-failed', reason: 'x' },
        { type: 'progress-reported', completed: 0, total: 3 },
      ],
    ],
  ])('finds nothing in %s', (_what, bodies) => {
    expect(brokenBy([...BEGIN, ...bodies])).toEqual([]);
  });

  it.each<readonly [string, readonly string[], readonly EventBody[]]>([
    ['a log that does not begin with its plan', ['I3'], [{ type: 'execution-started' }, SUBMITTED]],
    ['another plan', ['I1'], [{ ...SUBMITTED, planDigest: 'x' } as EventBody]],
    ['two ends', ['I3', 'I4'], [...BEGIN, { type: 'execution-failed', reason: '' }, { type: 'execution-succeeded' }]],
    ['a task event after the end', ['I3'], [...BEGIN, { type: 'execution-failed', reason: '' }, assigned(0, 1)]],
    ['an end with open tasks', ['I3'], [...BEGIN, { type: 'execution-failed', reason: '' }]],
    [
      'an illegal step of the execution',
      ['I4'],
      [...BEGIN, { type: 'execution-paused', reason: '' }, { type: 'execution-waiting', tasks: [] }],
    ],
    ['an illegal step of a task', ['I4', 'I5'], [...BEGIN, { ...started(0, 0) } as EventBody]],
    ['a token that is skipped', ['I5'], [...BEGIN, assigned(0, 2)]],
    [
      'a token given twice',
      ['I5'],
      [...BEGIN, assigned(0, 1), { type: 'assignment-withdrawn', task: 0, token: 1, reason: '' }, assigned(0, 1)],
    ],
    ['an attempt started twice', ['I5'], [...BEGIN, assigned(0, 1), started(0, 1), started(0, 1)]],
    ['work on a task that is done', ['I6'], [...BEGIN, ...DONE, assigned(0, 2)]],
    ['a completion twice', ['I19'], [...BEGIN, ...DONE, proven(0, 1)]],
    [
      'a stale token',
      ['I7'],
      [
        ...BEGIN,
        assigned(0, 1),
        { type: 'assignment-withdrawn', task: 0, token: 1, reason: '' },
        assigned(0, 2),
        started(0, 1),
      ],
    ],
    [
      'an epoch that jumps',
      ['I3', 'I7'].slice(1),
      [
        ...BEGIN,
        ...[0, 1, 2].map((task): EventBody => ({ type: 'task-skipped', task, reason: 'x' })),
        { type: 'execution-failed', reason: '' },
        { type: 'execution-reopened', epoch: 3 },
      ],
    ],
    ['a start before its dependency is complete', ['I9'], [...BEGIN, assigned(1, 1), started(1, 1)]],
    [
      'a start after its dependency failed',
      ['I10'],
      [
        ...BEGIN,
        assigned(0, 1),
        started(0, 1),
        { type: 'task-failed', task: 0, token: 1, reason: '', failure: '' },
        assigned(1, 1),
      ],
    ],
    [
      'a task skipped twice',
      ['I10'],
      [...BEGIN, { type: 'task-skipped', task: 2, reason: 'x' }, { type: 'task-skipped', task: 2, reason: 'x' }],
    ],
    ['a skip without a reason', ['I10'], [...BEGIN, { type: 'task-skipped', task: 2, reason: '' }]],
    [
      'a completion without an attempt',
      ['I23'],
      [...BEGIN, assigned(0, 1), started(0, 1), ended(0, 1), proven(0, 1, 7)],
    ],
    [
      'a completion with a forged digest',
      ['I23'],
      [...BEGIN, ...DONE.slice(0, 3), { ...proven(0, 1), evidenceDigest: sha256('') } as EventBody],
    ],
    [
      'a completion of a failed attempt',
      ['I23'],
      [
        ...BEGIN,
        ...DONE.slice(0, 2),
        {
          type: 'attempt-ended',
          task: 0,
          token: 1,
          attempt: endedAttempt(1, { outcome: { type: 'failed', code: 'X', message: '' } }),
        },
        proven(0, 1),
      ],
    ],
    [
      'a completion without evidence',
      ['I23'],
      [
        ...BEGIN,
        ...DONE.slice(0, 2),
        { type: 'attempt-ended', task: 0, token: 1, attempt: endedAttempt(1, { evidence: [] }) },
        approved(0, 1),
        { ...proven(0, 1), evidenceDigest: sha256('[]') } as EventBody,
      ],
    ],
    [
      'a success with a failed task',
      ['I3'],
      [
        ...BEGIN,
        ...DONE,
        assigned(1, 1),
        started(1, 1),
        { type: 'task-failed', task: 1, token: 1, reason: '', failure: '' },
        { type: 'task-skipped', task: 2, reason: 'x' },
        { type: 'execution-succeeded' },
      ],
    ],
  ])(
    `finds %s (%j)${verifies('I3', 'I4', 'I5', 'I6', 'I7', 'I9', 'I10', 'I19', 'I23')}`,
    (_what, invariants, bodies) => {
      expect(brokenBy(bodies)).toEqual([...invariants].sort());
    },
  );
});
