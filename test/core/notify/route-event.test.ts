import type { EventBody } from '../../../runtime/core/execution/event';
import type { TaskState } from '../../../runtime/core/execution/execution';
import { asWorkerId } from '../../../runtime/core/ids';
import { parseQuietHours } from '../../../runtime/core/notify/quiet-hours';
import { isNews, routeEvent } from '../../../runtime/core/notify/route-event';
import { verifies } from '../../support/verifies';
import { anAttempt, anEvent, anExecution } from './an-execution';

const worker = asWorkerId('w1');
const completed: EventBody = { type: 'task-completed', task: 0, token: 1, attemptToken: 1, evidenceDigest: '' };
const failed: EventBody = { type: 'task-failed', task: 0, token: 1, reason: 'attempts-used', failure: 'exit 1' };
const started: EventBody = { type: 'attempt-started', task: 0, token: 1, worker, agent: 'shell' };
const retried: EventBody = {
  type: 'task-retried',
  task: 0,
  token: 1,
  failure: 'no answer',
  dueAt: '2026-01-01T00:01:00.000Z',
  countsAsTry: false,
};
const asked: EventBody = { type: 'task-waiting', task: 0, token: 1, question: { criteria: ['c1'], text: 'ok?' } };
const attempt = anAttempt(1);

const channelsOf = (body: EventBody, state: Partial<TaskState> = {}, actor = 'worker:w1') =>
  routeEvent({ execution: anExecution({ Lint: state }), event: anEvent(body, { actor }) }).join(' ');

describe(`routeEvent${verifies('R-51')}`, () => {
  it.each<[string, EventBody, Partial<TaskState>, string]>([
    ['a task starts', started, {}, 'voice'],
    ['a task starts again after a failure', started, { tries: 1 }, ''],
    ['a task starts again after its worker died', started, { crashes: 1 }, ''],
    ['a task starts again after something was away', started, { aways: 1 }, ''],
    ['something is away once', retried, { aways: 1 }, ''],
    ['something stays away', retried, { aways: 3 }, 'voice push'],
    ['something stays away for longer', retried, { aways: 4 }, ''],
    ['a short task completes', completed, { attempt: anAttempt(300_000) }, 'voice'],
    ['a task of more than five minutes completes', completed, { attempt: anAttempt(300_001) }, 'voice push'],
    ['a task fails', failed, {}, 'voice push discord'],
    ['a wave completes', { type: 'wave-completed', wave: 1, waves: 3 }, {}, 'voice push'],
    ['an execution succeeds', { type: 'execution-succeeded' }, {}, 'voice push discord'],
    ['an execution fails', { type: 'execution-failed', reason: 'x' }, {}, 'voice push discord'],
    ['an execution is cancelled', { type: 'execution-cancelled', reason: 'x' }, {}, 'voice push discord'],
    ['a person is asked', asked, {}, 'voice push'],
    ['health pauses an execution', { type: 'execution-paused', reason: 'x' }, {}, 'voice push'],
    ['progress is told', { type: 'progress-reported', completed: 1, total: 2 }, {}, 'voice'],
    ['a merge starts', { type: 'merge-started', task: 0, token: 1, worker }, {}, ''],
    ['an attempt ends', { type: 'attempt-ended', task: 0, token: 1, attempt }, {}, ''],
    ['an execution waits, as its questions have said', { type: 'execution-waiting', tasks: [] }, {}, ''],
  ])('%s', (_, body, state, expected) => {
    expect(channelsOf(body, state)).toBe(expected);
    if (expected !== '') expect(isNews(body.type)).toBe(true);
  });

  it.each(['person:ada', 'gateway:12ab34cd as person:ada'])(
    'does not tell a person of the pause that %s asked for',
    (actor) => expect(channelsOf({ type: 'execution-paused', reason: 'lunch' }, {}, actor)).toBe(''),
  );

  it('leaves out what the hand-off switched off', () => {
    const execution = anExecution({ Lint: {} }, { notifications: { voice: false, push: true, discord: false } });
    expect(routeEvent({ execution, event: anEvent(failed) })).toEqual(['push']);
  });

  it.each([
    ['22:00-07:00', '23:30', 0, 'push discord'],
    ['22:00-07:00', '06:59', 0, 'push discord'],
    ['22:00-07:00', '07:00', 0, 'voice push discord'],
    ['22:00-07:00', '20:30', 120, 'push discord'],
    ['22:00-07:00', '05:30', 120, 'voice push discord'],
    ['00:00-06:00', '11:30', -360, 'push discord'],
    ['12:00-12:00', '12:00', 0, 'voice push discord'],
  ])('in quiet hours %s at %s UTC (local %i min ahead): %s', (hours, time, utcOffsetMinutes, expected) => {
    const event = anEvent(failed, { at: `2026-01-01T${time}:00.000Z` });
    const quietHours = parseQuietHours(hours)!;
    expect(routeEvent({ execution: anExecution({ Lint: {} }), event, quietHours, utcOffsetMinutes }).join(' ')).toBe(
      expected,
    );
  });

  it.each(['', '22-7', '24:00-07:00', '22:60-07:00', '22:00-07:00x'])('"%s" are no quiet hours', (text) =>
    expect(parseQuietHours(text)).toBeUndefined(),
  );
});
