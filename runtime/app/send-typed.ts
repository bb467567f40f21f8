import { ConfigError } from '../core/errors';
import { CHANNELS, type Channel } from '../core/notify/channel';
import type { MessageSettings } from '../core/notify/outbox-message';
import { routeTyped, type Urgency } from '../core/notify/route-typed';
import { speakableWords } from '../core/notify/speakable';
import type { Outbox } from '../ports/outbox';
import type { DatabaseTime } from './database-time';

export interface SendTypedDeps {
  readonly outbox: Pick<Outbox, 'add'>;
  readonly time: Pick<DatabaseTime, 'nowIso'>;
  readonly messages: MessageSettings;
}

/** What a person typed into a Notify node. */
export interface TypedMessage {
  readonly title: string;
  readonly message: string;
  /** Empty: those of the urgency. */
  readonly channels: readonly Channel[];
  readonly urgency: Urgency;
  /** The same key twice sends once. */
  readonly key: string;
}

export interface Typed {
  readonly queued: readonly Channel[];
  /** The same key went there before. */
  readonly sentBefore: readonly Channel[];
  /** Configured, and left out now: quiet hours, or nothing that need be spoken. */
  readonly leftOut: readonly Channel[];
}

const SPOKEN_WORDS = 16;

/**
 * Puts a person's message into the outbox, once for each channel and key, routed by its urgency and the quiet hours.
 * What is spoken is the title; the beginning of the message where there is none.
 *
 * @throws {ConfigError} `NOTIFY_NOT_CONFIGURED` when a channel is asked for, or none is there, that is not configured.
 */
export async function sendTyped({ outbox, time, messages }: SendTypedDeps, typed: TypedMessage): Promise<Typed> {
  const { targets, redact = (text: string) => text } = messages;
  const configured = CHANNELS.filter((channel) => targets[channel] !== undefined);
  const missing = typed.channels.filter((channel) => targets[channel] === undefined);
  if (configured.length === 0 || missing.length > 0) {
    throw new ConfigError('NOTIFY_NOT_CONFIGURED', `Not configured: ${missing.join(', ') || 'any channel'}`, {
      hint: 'Set NIGHTSHIFT_VOICE_URL, NIGHTSHIFT_NTFY_TOPIC or NIGHTSHIFT_DISCORD_WEBHOOK_URL and start nightshift again.',
    });
  }
  const wanted = routeTyped(typed, await time.nowIso(), messages).filter((channel) => configured.includes(channel));
  const title = redact(typed.title.trim());
  const text = redact(typed.message);
  const payload = {
    title: title || 'nightshift',
    spoken: speakableWords(title || text)
      .slice(0, SPOKEN_WORDS)
      .join(' '),
    text,
    isUrgent: typed.urgency === 'high',
  };
  const queued: Channel[] = [];
  for (const channel of wanted) {
    const key = `typed:${typed.key}:${channel}:${targets[channel]}`;
    if (await outbox.add({ topic: channel, key, executionId: '', seq: 0, payload })) queued.push(channel);
  }
  const asked = typed.channels.length > 0 ? typed.channels : configured;
  return {
    queued,
    sentBefore: wanted.filter((channel) => !queued.includes(channel)),
    leftOut: asked.filter((channel) => !wanted.includes(channel)),
  };
}
