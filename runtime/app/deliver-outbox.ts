import { ConfigError, isNightshiftError, messageOf } from '../core/errors';
import type { Channel } from '../core/notify/channel';
import type { OutboxTopic } from '../core/notify/outbox-message';
import { type LinkSettings, waysToAnswer } from '../core/notify/ways-to-answer';
import { between, type CrashPoints } from '../ports/crash-points';
import type { Log } from '../ports/log';
import type { Notifier } from '../ports/notifier';
import type { Outbox, OutgoingMessage } from '../ports/outbox';

/** What may leave: one handler per topic. A handler is safe to call twice for the same message. */
export type MessageHandlers = {
  readonly [topic in OutboxTopic]: (message: OutgoingMessage, signal: AbortSignal) => Promise<void>;
};

export interface OutboxDeps {
  readonly outbox: Outbox;
  readonly handlers: MessageHandlers;
  readonly log: Log;
  readonly crash: CrashPoints;
  /** How long a message that was taken is out of others' sight: it comes again so long after its sender died; 20 s unless given. */
  readonly holdMs?: number;
}

/** How many of a topic are under way together. A log is read and embedded by itself: it takes memory and all of a core. */
export const AT_ONCE: { readonly [topic in OutboxTopic]: number } = {
  voice: 4,
  push: 20,
  discord: 20,
  learn: 1,
  deliver: 4,
};
const HOLD_MS = 20_000;
/** A log is read, a branch fetched: three times as long. */
const LONG: ReadonlySet<OutboxTopic> = new Set(['learn', 'deliver']);
const FIRST_DELAY_MS = 1_000;
const MAX_DELAY_MS = 5 * 60_000;
/** About a day of tries with the delays above. A result is waited for longer, a month: its repository may be on a disk that is away. */
const MAX_TRIES = 300;
const MAX_TRIES_OF_RESULT = 9_000;

/**
 * Sends what is due of one topic until nothing is, at least once each with its stable key. What cannot be sent now is
 * tried again with growing pauses, what will never be taken is dead and said; no task waits for any of it. Topics are
 * called side by side, so that a receiver that hangs holds up its own topic only.
 *
 * @returns how many messages were taken.
 */
export async function deliverOutbox(deps: OutboxDeps, topic: OutboxTopic, signal: AbortSignal): Promise<number> {
  let taken = 0;
  const holdMs = (deps.holdMs ?? HOLD_MS) * (LONG.has(topic) ? 3 : 1);
  while (!signal.aborted) {
    const messages = await deps.outbox.take(topic, AT_ONCE[topic], holdMs);
    if (messages.length === 0) break;
    taken += messages.length;
    await Promise.all(messages.map((message) => deliver(deps, message, signal)));
  }
  return taken;
}

async function deliver(
  { outbox, handlers, log, crash }: OutboxDeps,
  message: OutgoingMessage,
  signal: AbortSignal,
): Promise<void> {
  const facts = { executionId: message.executionId, topic: message.topic, key: message.key };
  try {
    await between(crash, `deliver.${message.topic}`, () => handlers[message.topic](message, signal));
    await outbox.delivered(message.id);
  } catch (error) {
    const isFinal = isNightshiftError(error) && error.kind !== 'transient';
    if (isFinal || message.tries >= (message.topic === 'deliver' ? MAX_TRIES_OF_RESULT : MAX_TRIES)) {
      log.error('a message will not be sent', { ...facts, error: reasonOf(error) });
      await outbox.dead(message.id, reasonOf(error));
      return;
    }
    const asked = isNightshiftError(error) && 'retryAfterMs' in error ? Number(error.retryAfterMs ?? 0) : 0;
    const delayMs = Math.max(asked, Math.min(FIRST_DELAY_MS * 2 ** Math.min(message.tries, 20), MAX_DELAY_MS));
    log.warn('a message will be sent again', { ...facts, delayMs, error: reasonOf(error) });
    await outbox.retry(message.id, delayMs, reasonOf(error));
  }
}

/** With its code, by which docs/errors.md says what to do. */
const reasonOf = (error: unknown): string =>
  isNightshiftError(error) ? `${error.code}: ${error.message}` : messageOf(error);

/**
 * The handler of a channel's messages. It throws `NOTIFY_NOT_CONFIGURED` for a channel that this process does not have:
 * such a message is dead and says why, never delivered (I15).
 */
export function notifyHandler(
  notifiers: ReadonlyMap<Channel, Notifier>,
  links: LinkSettings = {},
  nowMs: () => number = () => 0,
): (message: OutgoingMessage, signal: AbortSignal) => Promise<void> {
  return async (message, signal) => {
    if (message.topic !== 'voice' && message.topic !== 'push' && message.topic !== 'discord') return;
    const notifier = notifiers.get(message.topic);
    if (notifier === undefined) {
      throw new ConfigError('NOTIFY_NOT_CONFIGURED', `This gateway has no channel ${message.topic}`, {
        hint: 'Set NIGHTSHIFT_VOICE_URL, NIGHTSHIFT_NTFY_TOPIC or NIGHTSHIFT_DISCORD_WEBHOOK_URL where the gateway runs.',
      });
    }
    const { asked, ...payload } = message.payload;
    if (asked === undefined) return notifier.send({ key: message.key, ...payload }, signal);
    const { executionId, seq } = message;
    const { lines, links: answers } = waysToAnswer({ executionId, seq, asked }, links, nowMs());
    const text = [payload.text, ...lines].join('\n');
    await notifier.send({ key: message.key, ...payload, text, answers }, signal);
  };
}
