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
