import { isNightshiftError, messageOf } from '../core/errors';
import type { Channel } from '../core/notify/channel';
import type { Log } from '../ports/log';
import type { Notifier } from '../ports/notifier';
import type { Outbox, OutgoingMessage } from '../ports/outbox';

/** What may leave: one handler per topic. A handler is safe to call twice for the same message. */
export type MessageHandlers = {
  readonly [topic in OutgoingMessage['topic']]: (message: OutgoingMessage, signal: AbortSignal) => Promise<void>;
};

export interface OutboxDeps {
  readonly outbox: Outbox;
  readonly handlers: MessageHandlers;
  readonly log: Log;
}

const MESSAGES_AT_ONCE = 20;
const HOLD_MS = 60_000;
const FIRST_DELAY_MS = 1_000;
const MAX_DELAY_MS = 5 * 60_000;
/** About a day of tries with the delays above. */
const MAX_TRIES = 300;

/**
 * Sends what is due, at least once each with its stable key. What cannot be sent now is tried again with growing pauses,
 * what will never be taken is dead and said; neither holds up the rest, and no task waits for any of it.
 *
 * @returns how many messages were taken.
 */
export async function deliverOutbox(deps: OutboxDeps, signal: AbortSignal): Promise<number> {
  const messages = await deps.outbox.take(MESSAGES_AT_ONCE, HOLD_MS);
  await Promise.all(messages.map((message) => deliver(deps, message, signal)));
  return messages.length;
}

async function deliver(
  { outbox, handlers, log }: OutboxDeps,
  message: OutgoingMessage,
  signal: AbortSignal,
): Promise<void> {
  const facts = { executionId: message.executionId, topic: message.topic, key: message.key };
  try {
    await handlers[message.topic](message, signal);
    await outbox.delivered(message.id);
  } catch (error) {
    const isFinal = isNightshiftError(error) && error.kind !== 'transient';
    if (isFinal || message.tries >= MAX_TRIES) {
      log.error('a message will not be sent', { ...facts, error: messageOf(error) });
      await outbox.dead(message.id, messageOf(error));
      return;
    }
    const asked = isNightshiftError(error) && 'retryAfterMs' in error ? Number(error.retryAfterMs ?? 0) : 0;
    const delayMs = Math.max(asked, Math.min(FIRST_DELAY_MS * 2 ** Math.min(message.tries, 20), MAX_DELAY_MS));
    log.warn('a message will be sent again', { ...facts, delayMs, error: messageOf(error) });
    await outbox.retry(message.id, delayMs, messageOf(error));
  }
}

/** The handler of a channel's messages. */
export function notifyHandler(
  notifiers: ReadonlyMap<Channel, Notifier>,
): (message: OutgoingMessage, signal: AbortSignal) => Promise<void> {
  return async (message, signal) => {
    if (message.topic !== 'voice' && message.topic !== 'push' && message.topic !== 'discord') return;
    await notifiers.get(message.topic)?.send({ key: message.key, ...message.payload }, signal);
  };
}
