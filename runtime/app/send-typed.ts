import { ConfigError } from '../core/errors';
import type { Channel } from '../core/notify/channel';
import { CHANNELS } from '../core/notify/channel';
import type { Outbox } from '../ports/outbox';

export interface SendTypedDeps {
  readonly outbox: Outbox;
  /** Configured channels, each with a name of where it leads. */
  readonly messages: { readonly targets: { readonly [channel in Channel]?: string } };
}

/** What a person typed into a Notify node. */
export interface TypedMessage {
  readonly title: string;
  readonly message: string;
  /** Empty: all that are configured. */
  readonly channels: readonly Channel[];
  readonly urgency: string;
  /** The same key twice sends once. */
  readonly key: string;
}

const SPOKEN_WORDS = 16;

/**
 * Puts a person's message into the outbox, once for each channel and key.
 *
 * @throws {ConfigError} `NOTIFY_NOT_CONFIGURED` when a channel is asked for, or none is left, that is not configured.
 */
export async function sendTyped(
  deps: SendTypedDeps,
  typed: TypedMessage,
): Promise<{ queued: readonly Channel[]; sentBefore: readonly Channel[] }> {
  const { targets } = deps.messages;
  const wanted =
    typed.channels.length > 0 ? typed.channels : CHANNELS.filter((channel) => targets[channel] !== undefined);
  const missing = wanted.filter((channel) => targets[channel] === undefined);
  if (wanted.length === 0 || missing.length > 0) {
    throw new ConfigError('NOTIFY_NOT_CONFIGURED', `Not configured: ${missing.join(', ') || 'any channel'}`, {
      hint: 'Set NIGHTSHIFT_VOICE_URL, NIGHTSHIFT_NTFY_TOPIC or NIGHTSHIFT_DISCORD_WEBHOOK_URL and start nightshift again.',
    });
  }
  const payload = {
    title: typed.title || 'nightshift',
    spoken: typed.message.split(/\s+/).slice(0, SPOKEN_WORDS).join(' '),
    text: typed.message,
    isUrgent: typed.urgency === 'high' || typed.urgency === 'urgent',
  };
  const queued: Channel[] = [];
  for (const channel of wanted) {
    const key = `typed:${typed.key}:${channel}:${targets[channel]}`;
    if (await deps.outbox.add({ topic: channel, key, executionId: '', seq: 0, payload })) queued.push(channel);
  }
  return { queued, sentBefore: wanted.filter((channel) => !queued.includes(channel)) };
}
