import { ConfigError } from '../../core/errors';
import { checkTarget } from '../../core/notify/check-target';
import { judgeReply } from '../../core/notify/judge-reply';
import { conversationLine, headersOf } from '../../core/notify/message-marks';
import { oneLine, shorten } from '../../core/notify/shorten';
import type { HttpPoster } from '../../ports/http-poster';
import type { Notification, Notifier } from '../../ports/notifier';

export interface NtfyOptions {
  /** The server: `https://ntfy.sh`. */
  readonly url: string;
  readonly topic: string;
  readonly token?: string;
  readonly allowPlainHttp?: boolean;
}

/** ntfy makes an attachment of a longer message. */
const MESSAGE_BYTES = 4_000;
const TITLE_LENGTH = 200;
/** Of ntfy, for one message. */
const MOST_ACTIONS = 3;
/** Whoever guesses a topic of the public server reads along. */
const SAFE_TOPIC_LENGTH = 16;

/**
 * Pushes by ntfy, published as JSON, so that a title may hold any letter. On the public server a topic of fewer than 16
 * letters gets titles only: it can be guessed, and errors and summaries are nobody else's business.
 *
 * Source: R-50, D6; https://docs.ntfy.sh/publish/#publish-as-json.
 */
export class NtfyNotifier implements Notifier {
  readonly channel = 'push';
  private readonly url: URL;
  private readonly mayTellDetails: boolean;

  /** @throws {ConfigError} `NOTIFY_TARGET`, also for a topic that ntfy does not take. */
  constructor(
    private readonly poster: HttpPoster,
    private readonly options: NtfyOptions,
  ) {
    this.url = checkTarget(options.url, { name: 'push', ...options });
    if (!/^[-_A-Za-z0-9]{1,64}$/.test(options.topic)) {
      throw new ConfigError('NOTIFY_TARGET', 'The topic for push is not one that ntfy takes', {
        hint: 'Use 16 to 64 letters, digits, - and _ that nobody can guess',
      });
    }
    this.mayTellDetails = this.url.hostname !== 'ntfy.sh' || options.topic.length >= SAFE_TOPIC_LENGTH;
  }

  async send(notification: Notification, signal: AbortSignal): Promise<void> {
    // Who reads along must not decide.
    const answers = this.mayTellDetails ? (notification.answers ?? []) : [];
    const lines = [
      ...(this.mayTellDetails ? conversationLine(notification) : []),
      ...answers.map(({ label, url }) => `\n${label}: ${url}`),
    ].join('');
    const text = this.mayTellDetails
      ? notification.text
      : 'The topic can be guessed, so details stay at home: choose one of 16 letters or more.';
    const reply = await this.poster.post(
      {
        service: 'notify',
        url: this.url.href,
        headers: {
          ...headersOf(notification),
          ...(this.options.token === undefined ? {} : { authorization: `Bearer ${this.options.token}` }),
        },
        body: {
          topic: this.options.topic,
          title: oneLine(notification.title, TITLE_LENGTH),
          message: `${shorten(text.trim(), MESSAGE_BYTES - Buffer.byteLength(lines), Buffer.byteLength)}${lines}`,
          priority: notification.isUrgent ? 4 : 3,
          tags: [notification.isUrgent ? 'warning' : 'crescent_moon'],
          ...(answers.length === 0 ? {} : { actions: answers.slice(0, MOST_ACTIONS).map(actionOf) }),
        },
      },
      signal,
    );
    const error = judgeReply('push', reply);
    if (error !== undefined) throw error;
  }
}

/** A button that opens the page, which shows what would be decided. */
const actionOf = ({ label, url }: { readonly label: string; readonly url: string }) => ({ action: 'view', label, url });
