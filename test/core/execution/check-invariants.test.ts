import { applyInPlace, newExecution } from '../../../runtime/core/execution/apply-event';
import { canonicalJson } from '../../../runtime/core/execution/canonical-json';
import { InvariantCheck } from '../../../runtime/core/execution/check-invariants';
import type { EventBody } from '../../../runtime/core/execution/event';
import type { EndedAttempt, Execution } from '../../../runtime/core/execution/execution';
import { sha256 } from '../../../runtime/core/execution/hash-event';
import { Pieces } from '../../../runtime/core/execution/pieces';
import { evidenceDigest } from '../../../runtime/core/execution/settle-attempts';
import type { StoredHead, StoredMessage } from '../../../runtime/core/execution/stored-execution';
import { receiptOf } from '../../../runtime/core/handoff/receipt';
import { asExecutionId } from '../../../runtime/core/ids';
import type { ExecutionPlan } from '../../../runtime/core/plan/plan';
import { chainEvents } from '../../support/chain-events';
import { AT, approved, assigned, ended, endedAttempt, OPTIONS, planOf, started } from '../../support/executions';
import { proven } from '../../support/night';
import { verifies } from '../../support/verifies';

const PLAN = planOf(3, [[0, 1]]);
const ID = asExecutionId('0190a000-0000-7000-8000-000000000001');
const SUBMITTED: EventBody = { type: 'execution-submitted', planId: PLAN.id, planDigest: sha256('digest'), tasks: 3 };
const BEGIN: readonly EventBody[] = [SUBMITTED, { type: 'execution-started' }];
const DONE = [assigned(0, 1), started(0, 1), ended(0, 1), proven(0, 1)];

const mergedTo = (task: number, from: string, to: string): EventBody =>
  ({ ...proven(task, 1), tip: { from, to } }) as EventBody;

const LOST: EventBody = { type: 'attempt-lost', task: 0, token: 1, reason: 'gone', isFault: false };
const REFUSED: EventBody = { type: 'task-failed', task: 0, token: 0, reason: 'refused by a person', failure: 'no' };

/** The event that completes task 0. */
const BACK_TO = BEGIN.length + DONE.length;

/** Task 0 has no criterion, as one that a person or its own command proves. */
const BARE: ExecutionPlan = {
  ...PLAN,
  tasks: PLAN.tasks.map((task, no) => (no === 0 ? { ...task, verification: [] } : task)),
};

/** The invariants that a log with these events breaks, each once; rows are what its fold says. */
function brokenBy(bodies: readonly EventBody[], given = PLAN): readonly string[] {
  // attempts, messages and leases are checked on real rows; here the log is what counts
  const rowsOnly = /is not stored$|left no message$|without a lease$/;
  const found = checkOf(bodies, given)
    .violations()
    .filter(({ message }) => !rowsOnly.test(message));
  return [...new Set(found.map(({ invariant }) => invariant))].sort();
}

function checkOf(bodies: readonly EventBody[], given = PLAN, head: Partial<StoredHead> = {}): InvariantCheck {
  const heard = { ...OPTIONS, ...head.options };
  const fresh = newExecution(ID, given, heard, AT);
  const events = chainEvents(fresh, bodies, AT, 'test');
  const tasks = Pieces.of(fresh.tasks);
  let after: Execution = { ...fresh, tasks };
  for (const event of events) after = applyInPlace(after, tasks, event);
  const { plan, options, tasks: folded, ...state } = after;
  const check = new InvariantCheck({
    ...{
      id: ID,
      plan,
      options,
      digest: sha256('digest'),
      idempotencyKey: 'key',
      receipt: receiptOf({ executionId: ID, planId: plan.id, idempotencyKey: 'key', digest: sha256('digest') }),
      submittedAt: AT,
      isInputIntact: true,
      state: canonicalJson(state),
    },
    ...{ status: after.status, epoch: after.epoch, lastSeq: after.lastSeq, lastHash: after.lastHash },
    completedTasks: folded.filter(({ status }) => status === 'completed').length,
    failedTasks: folded.filter(({ status }) => status === 'failed').length,
    ...head,
  });
  check.addEvents(events.slice(0, 3));
  check.addEvents(events.slice(3));
  check.addTasks(
    folded.map((task, no) => ({ task: no, status: task.status, token: task.token, state: canonicalJson(task) })),
  );
  return check;
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
      'a way back to what was done, and what came after it once more',
      [
        ...DONE,
        assigned(1, 1),
        started(1, 1),
        ended(1, 1),
        proven(1, 1),
        { type: 'execution-rolled-back', to: 0, toSeq: BACK_TO, epoch: 2, wavesCompleted: 0 },
        { type: 'task-reopened', task: 1 },
        assigned(1, 2),
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
    ['a task event after the end', ['I3', 'I20'], [...BEGIN, { type: 'execution-failed', reason: '' }, assigned(0, 1)]],
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
      'a way back to an event that completed nothing',
      ['I19'],
      [...BEGIN, ...DONE, { type: 'execution-rolled-back', to: 1, toSeq: BACK_TO, epoch: 2, wavesCompleted: 0 }],
    ],
    [
      'a way back that takes up what was done before',
      ['I6'],
      [
        ...BEGIN,
        ...DONE,
        { type: 'execution-rolled-back', to: 0, toSeq: BACK_TO, epoch: 2, wavesCompleted: 0 },
        { type: 'task-reopened', task: 0 },
      ],
    ],
    [
      'a way back to a commit where the branch never stood',
      ['I8'],
      [
        ...BEGIN,
        ...DONE,
        { type: 'execution-rolled-back', to: 0, toSeq: BACK_TO, epoch: 2, wavesCompleted: 0, tip: 'x' },
      ],
    ],
    ...['two', 'base', undefined].map((tip): readonly [string, readonly string[], readonly EventBody[]] => [
      `a way back that leaves the branch ${tip === undefined ? 'nowhere' : `at ${tip}`}`,
      ['I8'],
      [
        ...BEGIN,
        { type: 'execution-based', base: 'base', leftOut: [] },
        ...[assigned(0, 1), started(0, 1), ended(0, 1)],
        mergedTo(0, 'base', 'one'),
        ...[assigned(1, 1), started(1, 1), ended(1, 1)],
        mergedTo(1, 'one', 'two'),
        {
          ...{ type: 'execution-rolled-back', to: 0, toSeq: BACK_TO + 1, epoch: 2, wavesCompleted: 0 },
          ...(tip === undefined ? {} : { tip }),
        } as EventBody,
        { type: 'task-reopened', task: 1 },
      ],
    ]),
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

describe('the check of what proves a task without criteria', () => {
  const review = (criterionId: string, result: 'pass' | 'fail'): readonly EventBody[] => [
    { type: 'task-waiting', task: 0, token: 1, question: { criteria: ['review'], text: 'Is it done?' } },
    {
      type: 'task-answered',
      task: 0,
      answer: { criterionId, result, actor: 'person:ada', at: AT },
    },
  ];
  const endedWith = (evidence: EndedAttempt['evidence']): readonly EventBody[] => [
    ...BEGIN,
    assigned(0, 1),
    started(0, 1),
    { type: 'attempt-ended', task: 0, token: 1, attempt: endedAttempt(1, { evidence }) },
  ];
  const finished = (evidence: EndedAttempt['evidence']): EventBody => ({
    ...(proven(0, 1) as Extract<EventBody, { type: 'task-completed' }>),
    evidenceDigest: evidenceDigest(endedAttempt(1, { evidence })),
  });
  const own = endedAttempt(1).evidence;
  const broken = own.map((one) => ({ ...one, exitCode: 1 }));

  it.each<readonly [string, EndedAttempt['evidence'], readonly EventBody[], readonly string[]]>([
    ['a command of its own', own, [], []],
    ["a person's review", [], review('review', 'pass'), []],
    ['nothing', [], [], ['I23']],
    ['a command that failed', broken, [], ['I23']],
    ['a review that said no', [], review('review', 'fail'), ['I23']],
    ['an answer to another question', [], review('c9', 'pass'), ['I23', 'I4']],
  ])(`with %s${verifies('I23')}`, (_what, evidence, between, invariants) => {
    expect(brokenBy([...endedWith(evidence), ...between, finished(evidence)], BARE)).toEqual(invariants);
  });
});

describe(`the check of receipts${verifies('I2')}`, () => {
  it.each<readonly [string, Partial<StoredHead>]>([
    ['another key', { idempotencyKey: 'other' }],
    ['another receipt', { receipt: sha256('receipt') }],
  ])('finds %s', (_what, head) => {
    expect(checkOf(BEGIN, PLAN, head).violations()).toMatchObject([{ invariant: 'I2' }]);
  });
});

describe(`the check of messages${verifies('I15')}`, () => {
  const OVER: readonly EventBody[] = [
    ...BEGIN,
    ...[0, 1, 2].map((task): EventBody => ({ type: 'task-skipped', task, reason: 'x' })),
    { type: 'execution-failed', reason: 'x' },
  ];
  const message = (seq: number, topic: string, more: Partial<StoredMessage> = {}): StoredMessage => ({
    seq,
    topic,
    key: `${ID}.1.${seq}:${topic}:target`,
    state: 'delivered',
    ...more,
  });
  const deliver = message(6, 'deliver');
  const ALL = { voice: true, push: true, discord: true };
  const saidOf = (messages: readonly StoredMessage[], bodies = OVER, notifications = ALL): readonly string[] => {
    const check = checkOf(bodies, PLAN, { options: { ...OPTIONS, notifications } });
    check.addMessages(messages);
    const ofMessages = check.violations().filter(({ invariant }) => invariant !== 'I13' && invariant !== 'I5');
    return ofMessages.map(({ invariant, message: what }) => `${invariant} ${what}`);
  };

  it('finds nothing in those that an end leaves, sent, dead or still to be sent', () => {
    const all = [
      deliver,
      message(6, 'voice'),
      message(6, 'push', { state: 'dead' }),
      message(6, 'discord', { state: 'pending' }),
    ];
    expect(saidOf(all)).toEqual([]);
  });

  it.each<readonly [string, readonly StoredMessage[], RegExp]>([
    ['an end that is not delivered', [], /^I15 The end of the execution in event 6 left no message/],
    ['a delivery twice', [deliver, message(6, 'deliver', { key: `${ID}.1.6:deliver` })], /or there is a second one/],
    ['a delivery of no end', [deliver, message(5, 'deliver')], /is of no event that causes one/],
    ['what is learned of no attempt', [deliver, message(6, 'learn')], /is of no event that causes one/],
    ['news that are none', [deliver, message(3, 'push')], /of event 3, which nobody is told of there/],
    ['a topic that nobody knows', [deliver, message(6, 'pigeon')], /is of no event that causes one/],
    ['the key of another event', [deliver, message(6, 'push', { key: `${ID}.1.5:push:t` })], /its key says otherwise/],
    ['the key of another topic', [deliver, message(6, 'push', { key: `${ID}.1.6:voice:t` })], /its key says otherwise/],
    ['the key of another execution', [deliver, message(6, 'push', { key: 'x.1.6:push:t' })], /its key says otherwise/],
    ['an epoch to come', [deliver, message(6, 'push', { key: `${ID}.2.6:push:t` })], /its key says otherwise/],
    ['a state that is none', [deliver, message(6, 'push', { state: 'lost' })], /is lost/],
    ['no state', [deliver, { seq: 6, topic: 'push', key: `${ID}.1.6:push:t` }], /will never be sent/],
    ['an event to come', [deliver, message(7, 'push')], /is of event 7, which does not exist/],
  ])('finds %s', (_what, messages, expected) => {
    expect(saidOf(messages).filter((line) => expected.test(line))).toHaveLength(1);
  });

  it('finds a channel that was switched off', () => {
    expect(saidOf([deliver, message(6, 'push')], OVER, { ...ALL, push: false })).toEqual([
      expect.stringMatching(/goes to push, which was switched off at the hand-off/),
    ]);
  });

  it('finds a channel on which a completed task is never told', () => {
    const done = [...BEGIN, ...DONE];
    const learn = message(6, 'learn');
    expect(saidOf([learn, message(6, 'voice'), message(6, 'push')], done)).toEqual([]);
    expect(saidOf([learn, message(6, 'discord')], done)).toEqual([expect.stringContaining('which nobody is told of')]);
  });
  it.each<readonly [string, readonly EventBody[], readonly number[], readonly string[]]>([
    ['of a task that was done', DONE, [6], []],
    ['of one whose end an older version learned from', DONE, [5], []],
    ['of one that ended before an upgrade and has its verdict since', DONE, [5, 6], []],
    ['of one that nobody learned from', DONE, [], ['I15 The verdict of an attempt in event 6 left no message']],
    ['of one that waits for its verdict', DONE.slice(0, -1), [], []],
    ['twice', DONE, [6, 6], [expect.stringContaining('there is a second one') as string]],
    ['of an attempt that was lost', [...DONE.slice(0, 2), LOST], [5], []],
    [
      'of a lost one from which nobody learned',
      [...DONE.slice(0, 2), LOST],
      [],
      ['I15 The verdict of an attempt in event 5 left no message'],
    ],
    ['of a gate that was refused', [REFUSED], [], []],
  ])('knows what is to be learned: %s', (_what, bodies, learned, said) => {
    const messages = learned.map((seq, at) => message(seq, 'learn', { key: `${ID}.1.${seq}:learn:${at}` }));
    expect(saidOf(messages, [...BEGIN, ...bodies]).filter((line) => line.startsWith('I15'))).toEqual(said);
  });
});
