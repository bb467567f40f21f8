import {
  decideLoop,
  type LoopFacts,
  type LoopSighting,
  type LoopVerdict,
} from '../../../runtime/core/execution/decide-loop';
import type { Execution } from '../../../runtime/core/execution/execution';
import { verifies } from '../../support/verifies';
import { anExecution } from '../notify/an-execution';

const BEGAN = '2026-01-01T00:00:00.000Z';
const MINUTE = 60_000;

/** A loop that began at `BEGAN`, and whose execution has gone on since. */
const loop: LoopFacts = {
  kind: 'workflow',
  createdAt: BEGAN,
  isWaitOpen: false,
  isDue: false,
  isWakeTaken: false,
  wakeTries: 0,
  seqAtStart: 5,
  deathsInARow: 0,
};
const called = (afterMs: number) => ({ lastCallAt: new Date(Date.parse(BEGAN) + afterMs).toISOString() });
/** With an open wait that is due, and so many wakes that nobody took. */
const waits = (wakeTries: number) => ({ isWaitOpen: true, isDue: true, wakeTries });
/** The same, once it took one. */
const woken = (wakeTries: number) => ({ ...waits(wakeTries), isWakeTaken: true });
const stuck = { lastSeq: 5 };

interface Case {
  readonly loop?: Partial<LoopFacts>;
  readonly execution?: Partial<Pick<Execution, 'status' | 'lastSeq'>>;
  readonly state: LoopSighting['state'];
  readonly missingForMs?: number;
  /** Milliseconds after the loop began at which the database began to serve. */
  readonly databaseSince?: number;
  /** Milliseconds since the loop began. */
  readonly after?: number;
}

function verdict(given: Case): LoopVerdict {
  const { loop: facts, execution, state, missingForMs = 0, after = MINUTE, databaseSince = -60 * MINUTE } = given;
  const now = { ...anExecution({ a: {} }), status: 'running' as const, lastSeq: 9, ...execution };
  return decideLoop({ ...loop, ...facts }, now, {
    now: Date.parse(BEGAN) + after,
    state,
    missingForMs,
    databaseSince: Date.parse(BEGAN) + databaseSince,
  });
}

describe(`what becomes of a loop${verifies('R-11')}`, () => {
  it.each<[string, Case]>([
    ['of an execution that succeeded', { state: 'crashed', execution: { status: 'succeeded' } }],
    ['of an execution that failed', { state: 'error', execution: { status: 'failed' } }],
    ['of an execution that was cancelled', { state: 'canceled', execution: { status: 'cancelled' } }],
    ['that is somebody’s own workflow around one task', { state: 'crashed', loop: { kind: 'inline' } }],
    ['that nobody drives', { state: 'unbound', loop: { kind: 'none' }, after: 60 * MINUTE }],
    ['that waits, for us or in a node of a person’s own', { state: 'waiting', after: 9 * 60 * MINUTE }],
    ['that n8n has not begun', { state: 'new', after: 60 * MINUTE }],
    ['of which n8n says nothing that we know', { state: 'unknown', after: 60 * MINUTE }],
    ['that is not found for less than 10 s', { state: 'missing', missingForMs: 9_999 }],
    ['that did not begin in less than 15 s', { state: 'unbound', after: 14_999 }],
    ['that runs, called less than 10 min ago', { state: 'running', loop: called(0), after: 10 * MINUTE - 1 }],
    ['that runs, called again since', { state: 'running', loop: called(30 * MINUTE), after: 39 * MINUTE }],
    [
      'that runs, and gave a sign of life since the database was away',
      { state: 'running', loop: called(2 * MINUTE), databaseSince: MINUTE, after: 11 * MINUTE },
    ],
    [
      'that runs less than 30 s after the database was away',
      { state: 'running', loop: called(0), databaseSince: MINUTE, after: MINUTE + 29_999 },
    ],
    [
      'that waits, and was not called since the database was away',
      { state: 'waiting', loop: waits(3), databaseSince: MINUTE, after: 60 * MINUTE },
    ],
    ['that runs on its way into an open wait', { state: 'running', loop: waits(9), after: 9 * MINUTE }],
    ['that runs after a wake, in a node of a person’s own', { state: 'running', loop: woken(59), after: 60 * MINUTE }],
    ['that runs less than 30 s after it said that it would wait', { state: 'running', loop: waits(20), after: 29_999 }],
    ['that died while its execution is paused', { state: 'crashed', execution: { status: 'paused' } }],
    ['that a person stopped, once its execution is paused', { state: 'canceled', execution: { status: 'paused' } }],
  ])('is left alone: one %s', (_, given) => expect(verdict(given)).toEqual({ type: 'leave' }));

  it.each<[string, Case, string]>([
    ['crashed', { state: 'crashed' }, 'n8n says crashed'],
    ['ended with an error', { state: 'error' }, 'n8n says error'],
    ['ended although its execution is not over', { state: 'success' }, 'n8n says success'],
    ['ended while a person is asked', { state: 'success', execution: { status: 'waiting' } }, 'n8n says success'],
    ['is missing for 10 s', { state: 'missing', missingForMs: 10_000 }, 'n8n does not know it any more'],
    ['did not begin for 15 s', { state: 'unbound', after: 15_000 }, 'it never began'],
    [
      'runs without a call for 10 min',
      { state: 'running', loop: called(MINUTE), after: 11 * MINUTE },
      'it runs without a sign of life',
    ],
    [
      'runs 30 s after the database was away, and gave no sign of life since',
      { state: 'running', loop: waits(3), databaseSince: MINUTE, after: MINUTE + 30_000 },
      'it gave no sign of life since the database was away',
    ],
    [
      'runs, took a wake, and takes no more',
      { state: 'running', loop: woken(60), after: 10 * MINUTE },
      'it takes no wakes',
    ],
    [
      'runs 30 s after it said that it would wait',
      { state: 'running', loop: waits(10), after: 30_000 },
      'n8n did not note that it waits',
    ],
    ['runs without any call at all', { state: 'running', after: 10 * MINUTE }, 'it runs without a sign of life'],
  ])('is started anew: one that %s', (_, given, reason) => expect(verdict(given)).toEqual({ type: 'restart', reason }));

  it('pauses its execution when a person stopped it in n8n', () => {
    expect(verdict({ state: 'canceled' })).toEqual({
      type: 'pause',
      reason: 'its workflow was stopped in n8n; resume starts it again',
    });
  });

  it.each<[string, Case, LoopVerdict['type']]>([
    ['first', { state: 'crashed', execution: stuck, loop: { deathsInARow: 0 } }, 'restart'],
    ['second', { state: 'crashed', execution: stuck, loop: { deathsInARow: 1 } }, 'restart'],
    ['third', { state: 'crashed', execution: stuck, loop: { deathsInARow: 2 } }, 'pause'],
    ['third, with progress since,', { state: 'crashed', loop: { deathsInARow: 2 } }, 'restart'],
  ])('at its %s death without progress: %#', (_, given, type) => expect(verdict(given).type).toBe(type));

  it('says why it died three times', () => {
    expect(verdict({ state: 'error', execution: stuck, loop: { deathsInARow: 2 } })).toEqual({
      type: 'pause',
      reason: 'its n8n workflow died 3 times without progress (n8n says error)',
    });
  });
});
