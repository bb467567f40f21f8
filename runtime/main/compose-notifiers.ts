import { DiscordNotifier } from '../adapters/discord/discord-notifier';
import { FetchPoster } from '../adapters/http/fetch-poster';
import { NtfyNotifier } from '../adapters/ntfy/ntfy-notifier';
import { VoiceNotifier } from '../adapters/voice/voice-notifier';
import type { Config } from '../config/config';
import type { Channel } from '../core/notify/channel';
import type { Notifier } from '../ports/notifier';

/** The configured channels. */
export function composeNotifiers({ notify }: Config): ReadonlyMap<Channel, Notifier> {
  const poster = new FetchPoster();
  const notifiers: Notifier[] = [];
  if (notify.voice) notifiers.push(new VoiceNotifier(poster, notify.voice));
  if (notify.push) notifiers.push(new NtfyNotifier(poster, notify.push));
  if (notify.discord) notifiers.push(new DiscordNotifier(poster, notify.discord));
  return new Map(notifiers.map((notifier) => [notifier.channel, notifier]));
}
