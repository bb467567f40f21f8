import type { Channel } from './channel';

/** A daily span in minutes since midnight, local time: `from` belongs to it, `to` does not. It may pass midnight. */
export interface QuietHours {
  readonly from: number;
  readonly to: number;
}

/**
 * Reads `HH:MM-HH:MM`. Undefined when the text has another form or an hour that no clock shows:
 * the configuration decides whether that is an error.
 */
export function parseQuietHours(text: string): QuietHours | undefined {
  const match = /^\s*([01]?\d|2[0-3]):([0-5]\d)\s*-\s*([01]?\d|2[0-3]):([0-5]\d)\s*$/.exec(text);
  if (match === null) return undefined;
  return { from: Number(match[1]) * 60 + Number(match[2]), to: Number(match[3]) * 60 + Number(match[4]) };
}

/** When it is quiet for whoever listens. */
export interface Quiet {
  readonly quietHours?: QuietHours;
  /** Minutes that local time is ahead of UTC; only quiet hours need it. */
  readonly utcOffsetMinutes?: number;
}

/**
 * The channels without those that are silent at `at`: voice in quiet hours, however urgent it is. Push and Discord leave
 * it to the person's own device whether it makes a sound. The one rule for events and for what people type. Source: R-51.
 */
export function heardAt(
  channels: readonly Channel[],
  at: string,
  { quietHours, utcOffsetMinutes = 0 }: Quiet,
): readonly Channel[] {
  if (quietHours === undefined || !isQuietAt(quietHours, at, utcOffsetMinutes)) return channels;
  return channels.filter((channel) => channel !== 'voice');
}

/**
 * True when `at` falls into the quiet hours. Equal ends mean an empty span, not a whole day.
 *
 * @param at - ISO 8601 in UTC.
 * @param utcOffsetMinutes - What local time is ahead of UTC.
 */
export function isQuietAt(hours: QuietHours, at: string, utcOffsetMinutes: number): boolean {
  const time = new Date(at);
  const minute = (((time.getUTCHours() * 60 + time.getUTCMinutes() + utcOffsetMinutes) % 1440) + 1440) % 1440;
  return hours.from <= hours.to ? minute >= hours.from && minute < hours.to : minute >= hours.from || minute < hours.to;
}
