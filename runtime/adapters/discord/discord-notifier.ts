import { ConfigError } from '../../core/errors';
import { checkTarget, isLoopback } from '../../core/notify/check-target';
import { judgeReply } from '../../core/notify/judge-reply';
import { conversationLine, headersOf } from '../../core/notify/message-marks';
import { oneLine, shorten } from '../../core/notify/shorten';
import type { HttpPoster } from '../../ports/http-poster';
import type { Notification, Notifier } from '../../ports/notifier';

/** Of Discord, for one message. */
const LONGEST = 2_000;
const SUPPRESS_EMBEDS = 1 << 2;

/**
 * Writes into a Discord channel by its webhook. Nobody is mentioned, and nothing of the text is read as markup.
 *
 * Source: R-50, D6; https://discord.com/developers/docs/resources/webhook#execute-webhook.
 */
export class DiscordNotifier implements Notifier {
  readonly channel = 'discord';
  private readonly url: URL;

  /** @throws {ConfigError} `NOTIFY_TARGET` when the address is not that of a webhook of Discord. */
  constructor(
    private readonly poster: HttpPoster,
    options: { readonly url: string },
  ) {
    this.url = checkTarget(options.url, { name: 'discord' });
    const isDiscord = /^(?:(?:canary|ptb)\.)?discord(?:app)?\.com$/.test(this.url.hostname) && this.url.port === '';
    const isWebhook = /^\/api\/(?:v\d{1,2}\/)?webhooks\/\d{1,25}\/[\w-]{1,200}$/.test(this.url.pathname);
    if (!(isDiscord || isLoopback(this.url.hostname)) || !isWebhook || /[^?]/.test(this.url.search)) {
      throw new ConfigError('NOTIFY_TARGET', 'The address for discord is not that of a webhook of Discord', {
        hint: 'Copy it from the settings of the channel: https://discord.com/api/webhooks/<id>/<token>',
      });
    }
  }

  async send(notification: Notification, signal: AbortSignal): Promise<void> {
    const reply = await this.poster.post(
      {
        service: 'notify',
        url: this.url.href,
        headers: headersOf(notification),
        body: {
          content: contentOf(notification),
          allowed_mentions: { parse: [] },
          flags: SUPPRESS_EMBEDS,
        },
      },
      signal,
    );
    const error = judgeReply('discord', reply);
    if (error !== undefined) throw error;
  }
}

function contentOf(notification: Notification): string {
  const { title, text, answers = [] } = notification;
  // In angle brackets an address stands as it is.
  const ways = answers.map(({ label, url }) => `\n${plain(oneLine(label, 80))}: <${oneLine(url, 600)}>`).join('');
  const end = `${conversationLine(notification).map(plain).join('')}${ways}`;
  const head = `**${plain(oneLine(title, 200))}**`;
  const body = plain(
    text
      .slice(0, LONGEST)
      .replace(/[^\P{Cc}\n]/gu, '')
      .trim(),
  );
  return `${shorten(`${head}\n${body}`, LONGEST - end.length).replace(/\\…$/, '…')}${end}`;
}

/** Escapes whatever Discord reads as markup or a mention. */
const plain = (text: string): string =>
  text
    .replace(/[\\`*_~|<>[\]()#@:-]/g, '\\$&')
    // A number and a dot at the start of a line would make a list.
    .replace(/^(\s{0,100}\d{1,9})\./gm, '$1\\.');
