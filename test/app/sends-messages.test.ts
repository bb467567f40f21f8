import { randomUUID } from 'node:crypto';
import { MemoryNotifier } from '../../runtime/adapters/memory/memory-notifier';
import { SystemClock } from '../../runtime/adapters/system/system-clock';
import { deliverOutbox, type MessageHandlers, notifyHandler } from '../../runtime/app/deliver-outbox';
import type { Channel } from '../../runtime/core/notify/channel';
import { OutboxSender } from '../../runtime/main/outbox-sender';
import { NO_CRASH_POINTS } from '../../runtime/ports/crash-points';
import type { Log } from '../../runtime/ports/log';
import type { Notifier } from '../../runtime/ports/notifier';
import { openMemoryStores } from '../support/memory-stores';
import { verifies } from '../support/verifies';

const SILENT: Log = { debug() {}, info() {}, warn() {}, error() {}, with: () => SILENT };
const PAYLOAD = { title: 'a', spoken: 'a', text: 'a', isUrgent: true };
const clock = new SystemClock();
const nothing = async () => undefined;

/** A receiver that takes the connection and never answers. */
const hanging = (channel: Channel): Notifier => ({
  channel,
  send: (_, signal) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
});

const world = (notifiers: readonly Notifier[], handlers: Partial<MessageHandlers> = {}) => {
  const { outbox } = openMemoryStores(clock);
  const notify = notifyHandler(new Map(notifiers.map((notifier) => [notifier.channel, notifier])));
  const all = { voice: notify, push: notify, discord: notify, learn: nothing, deliver: nothing, ...handlers };
  const id = randomUUID();
  const add = (topic: Channel, key: string = randomUUID()) =>
    outbox.add({ topic, key, executionId: id, seq: 1, payload: PAYLOAD });
  const addLearn = () =>
    outbox.add({
      topic: 'learn',
      key: randomUUID(),
      executionId: id,
      seq: 1,
      payload: { task: 0, token: 1 },
    });
  return {
    outbox,
    add,
    addLearn,
    state: () => outbox.ofExecution(id),
    deps: { outbox, handlers: all, log: SILENT, clock, crash: NO_CRASH_POINTS },
  };
};

it(`lets no message wait for a receiver of another topic that hangs, nor for a log that is read${verifies('F15', 'F23', 'I15')}`, async () => {
  const push = new MemoryNotifier('push');
  let letGo = () => {};
  const reading = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const { add, addLearn, deps } = world([hanging('voice'), push], { learn: () => reading });
  for (let i = 0; i < 50; i++) {
    await add('voice');
    await addLearn();
  }
  const sender = new OutboxSender(deps, () => {});
  await clock.sleep(50);
  await add('push', 'urgent');
  const began = performance.now();
  sender.hurry();
  while (push.sent.length === 0 && performance.now() - began < 5_000) await clock.sleep(5);
  expect(push.sent.map(({ key }) => key)).toEqual(['urgent']);
  expect(performance.now() - began).toBeLessThan(1_000);
  letGo();
  await sender.stop();
});

it('sends everything that is due of a topic, however much it is', async () => {
  const voice = new MemoryNotifier('voice');
  const { add, deps, state } = world([voice]);
  for (let i = 0; i < 30; i++) await add('voice');
  expect(await deliverOutbox(deps, 'voice', new AbortController().signal)).toBe(30);
  expect(new Set((await state()).map((row) => row.state))).toEqual(new Set(['delivered']));
  expect(voice.sent).toHaveLength(30);
});

it(`says of a message for a channel that is not there that it was not sent, and why${verifies('I15')}`, async () => {
  const { add, deps, state } = world([new MemoryNotifier('push')]);
  await add('voice');
  await deliverOutbox(deps, 'voice', new AbortController().signal);
  expect(await state()).toMatchObject([
    { state: 'dead', error: 'NOTIFY_NOT_CONFIGURED: This gateway has no channel voice' },
  ]);
});
