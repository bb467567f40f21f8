import type { EventBody } from '../../../runtime/core/execution/event';
import type { TaskState } from '../../../runtime/core/execution/execution';
import { redact } from '../../../runtime/core/learn/redact';
import { messagesOf } from '../../../runtime/core/notify/outbox-message';
import { verifies } from '../../support/verifies';
import { anAttempt, anEvent, anExecution, ID } from './an-execution';

const targets = { voice: 'v1', push: 'p1', discord: 'd1' };
const failed: EventBody = { type: 'task-failed', task: 0, token: 1, reason: 'attempts-used', failure: 'exit 1' };
const ended: EventBody = { type: 'attempt-ended', task: 0, token: 1, attempt: anAttempt(1, 'secret thoughts') };
const lost: EventBody = { type: 'attempt-lost', task: 0, token: 5, reason: 'worker-died', isFault: false };

describe(`messagesOf${verifies('I15', 'R-60')}`, () => {
  const execution = anExecution({ Lint: { attempt: anAttempt(1) } });
  const events = [ended, failed].map((body, index) => anEvent(body, { seq: 10 + index }));

  it('makes one message per channel of an event and one per attempt that has its verdict, in order', () => {
    const messages = messagesOf(execution, events, { targets });
    expect(messages.map((message) => message.key)).toEqual([
      `${ID}.0.11:learn`,
      `${ID}.0.11:voice:v1`,
      `${ID}.0.11:push:p1`,
      `${ID}.0.11:discord:d1`,
    ]);
    expect(messages.map((message) => message.seq)).toEqual([11, 11, 11, 11]);
    expect(messages[0]!.payload).toEqual({ task: 0, token: 1 });
  });

  it.each<readonly [string, Partial<TaskState>, EventBody, number]>([
    ['an attempt that was lost', {}, lost, 1],
    ['a merge that was lost: its attempt has no verdict yet', { attempt: anAttempt(1) }, lost, 0],
    ['a gate that was refused before any attempt', {}, failed, 0],
    ['a conflict', {}, { type: 'merge-conflicted', task: 0, token: 2, files: ['a'] }, 1],
    ['a retry', {}, { type: 'task-retried', task: 0, token: 1, failure: 'no', dueAt: '', countsAsTry: true }, 1],
    ['an approval, before it is merged', {}, { type: 'task-approved', task: 0, token: 1, passed: [] }, 0],
  ])('of %s', (_what, state, body, lessons) => {
    const messages = messagesOf(anExecution({ Lint: state }), [anEvent(body)], { targets: {} });
    expect(messages.map(({ topic }) => topic)).toEqual(Array.from({ length: lessons }, () => 'learn'));
  });

  it('makes none for a channel that is not configured', () =>
    expect(messagesOf(execution, events, { targets: {} }).map((message) => message.topic)).toEqual(['learn']));

  it('gives the same keys again, and others after a restore or when the target changed', () => {
    const keys = (epoch: number, voice: string) =>
      messagesOf({ ...execution, epoch }, events, { targets: { voice } }).map((message) => message.key);
    expect(keys(0, 'v1')).toEqual(keys(0, 'v1'));
    expect(keys(0, 'v1').filter((key) => keys(1, 'v1').includes(key))).toEqual([]);
    expect(keys(0, 'v1').filter((key) => keys(0, 'v2').includes(key))).toEqual([`${ID}.0.11:learn`]);
  });

  it('takes known secrets out of all that is told', () => {
    const secret = 'c4n4ry+Pass/w0rd';
    const told = anEvent({ type: 'task-failed', task: 0, token: 1, reason: secret, failure: secret });
    const clean = (text: string) => redact([secret], text);
    const messages = messagesOf(anExecution({ [`Use ${secret}`]: {} }), [told], { targets, redact: clean });
    expect(messages).toHaveLength(3);
    for (const form of [secret, 'c4n4ryPassw0rd', 'Pass', 'w0rd']) expect(JSON.stringify(messages)).not.toContain(form);
  });

  it('asks for the delivery of a result where there is one, and for the workspaces to go in any case', () => {
    const over = anEvent({ type: 'execution-succeeded' });
    const messages = (more: Partial<typeof execution>) =>
      messagesOf({ ...execution, ...more }, [over], { targets: {} }).map(({ topic, payload }) => ({
        topic,
        ...payload,
      }));
    const { epoch } = execution;
    expect(messages({ base: 'a', tip: 'b' })).toEqual([{ topic: 'deliver', epoch, tip: 'b' }]);
    expect(messages({ base: 'a', tip: 'a' })).toEqual([{ topic: 'deliver', epoch }]);
    expect(messages({})).toEqual([{ topic: 'deliver', epoch }]);
  });

  it(`says of which conversation it is${verifies('R-85')}`, () => {
    const [, voice] = messagesOf(execution, events, { targets });
    expect(voice!.payload).toMatchObject({ conversationId: execution.plan.conversationId, isUrgent: true });
  });
});
