import type { Config } from '../config/config';
import { sha256 } from '../core/execution/hash-event';
import { redact } from '../core/learn/redact';
import type { MessageSettings } from '../core/notify/outbox-message';
import { parseQuietHours } from '../core/notify/quiet-hours';

const NAME_LENGTH = 12;

/**
 * What routing needs of the configuration: which channels there are, each by a digest of its address, and the quiet hours.
 * A process that does not deliver knows no address; it is told which channels the gateway has.
 */
export function messageSettings({ notify }: Config, secrets: readonly string[]): MessageSettings {
  const { voice, push, discord, elsewhere } = notify;
  const name = (address: string) => sha256(address).slice(0, NAME_LENGTH);
  const quietHours = notify.quietHours === undefined ? undefined : parseQuietHours(notify.quietHours);
  return {
    targets: {
      ...Object.fromEntries(elsewhere.map((channel) => [channel, 'gateway'])),
      ...(voice === undefined ? {} : { voice: name(voice.url) }),
      ...(push === undefined ? {} : { push: name(`${push.url}/${push.topic}`) }),
      ...(discord === undefined ? {} : { discord: name(discord.url) }),
    },
    ...(quietHours === undefined ? {} : { quietHours }),
    // Asked each time: clocks change twice a year.
    get utcOffsetMinutes() {
      return -new Date().getTimezoneOffset();
    },
    redact: (text) => redact(secrets, text),
  };
}
