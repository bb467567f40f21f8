import { checkTarget } from '../../core/notify/check-target';
import { judgeReply } from '../../core/notify/judge-reply';
import { headersOf } from '../../core/notify/message-marks';
import { oneLine } from '../../core/notify/shorten';
import type { HttpPoster } from '../../ports/http-poster';
import type { Notification, Notifier } from '../../ports/notifier';

export interface VoiceOptions {
  /** `http://localhost:8888/notify`. */
  readonly url: string;
  readonly voiceId?: string;
  readonly allowPlainHttp?: boolean;
}

const MOST_WORDS = 16;

/** Has a voice server on this machine or another say it aloud. Source: R-50. */
export class VoiceNotifier implements Notifier {
  readonly channel = 'voice';
  private readonly url: URL;

  /** @throws {ConfigError} `NOTIFY_TARGET`. */
  constructor(
    private readonly poster: HttpPoster,
    private readonly options: VoiceOptions,
  ) {
    this.url = checkTarget(options.url, { name: 'voice', ...options });
  }

  async send(notification: Notification, signal: AbortSignal): Promise<void> {
    const words = oneLine(notification.spoken, 400).split(' ').slice(0, MOST_WORDS);
    const reply = await this.poster.post(
      {
        service: 'notify',
        url: this.url.href,
        headers: headersOf(notification),
        body: {
          message: words.join(' '),
          title: 'Autonomous Execution',
          ...(this.options.voiceId === undefined ? {} : { voice_id: this.options.voiceId }),
        },
      },
      signal,
    );
    const error = judgeReply('voice', reply);
    if (error !== undefined) throw error;
  }
}
