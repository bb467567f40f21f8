import { ConfigError, type NightshiftError, UnavailableError } from '../errors';
import { redactPatterns } from '../learn/redact';

/** What came back for a notification; the port's `HttpReply`. */
export interface NotificationReply {
  readonly status: number;
  readonly retryAfterMs?: number;
  readonly text: string;
}

/**
 * What a reply to a notification means: undefined for delivered, else the error to raise. Too many requests, a time-out
 * and the other side's own failures are worth another try; everything else would be refused again.
 *
 * Source: D6.
 */
export function judgeReply(channel: string, reply: NotificationReply): NightshiftError | undefined {
  const { status, retryAfterMs } = reply;
  if (status >= 200 && status < 300) return undefined;
  const said = redactPatterns(reply.text.slice(0, 2_000))
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 200);
  const message = `${channel} answered ${status}${said === '' ? '' : `: ${said}`}`;
  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    return new UnavailableError('notify', message, {
      hint: 'It is tried again',
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    });
  }
  const hint =
    status >= 300 && status < 400
      ? 'Redirects are not followed: configure the address that it leads to'
      : `Check the address and the rights of ${channel} in the configuration, then try the template notify-test`;
  return new ConfigError('NOTIFY_REFUSED', message, { hint });
}
