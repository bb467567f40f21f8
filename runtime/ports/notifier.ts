import type { Channel } from '../core/notify/channel';

/** One way to reach a person: voice, push or Discord. */
export interface Notifier {
  readonly channel: Channel;
  /**
   * Delivers once per `key` as far as the other side can tell.
   * @throws {UnavailableError} when it is worth another try (`retryAfterMs` honoured).
   * @throws {ConfigError} `NOTIFY_REFUSED` when it will never be taken: wrong address, no right.
   */
  send(notification: Notification, signal: AbortSignal): Promise<void>;
}

export interface Notification {
  /** `eventId:channel:target`; sent as idempotency key. */
  readonly key: string;
  readonly title: string;
  /** 8–16 speakable words. */
  readonly spoken: string;
  /** All that is to say, plain text. */
  readonly text: string;
  readonly isUrgent: boolean;
  /** The conversation that handed over what it is about. */
  readonly conversationId?: string;
  /** Pages on which it can be answered, most important first. Only for who may decide: they are a right. */
  readonly answers?: readonly { readonly label: string; readonly url: string }[];
}
