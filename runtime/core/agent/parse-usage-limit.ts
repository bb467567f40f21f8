/** What a model service, or a program that uses one, answered instead of an answer. */
export interface RefusedAnswer {
  /** HTTP status, where one is known. */
  readonly status?: number | undefined;
  readonly text: string;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface UsageLimit {
  readonly until: Date;
  /** False when the answer names no end that can be used; then `until` is 15 minutes after `now`. */
  readonly isNamed: boolean;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const UNNAMED_WAIT_MS = 15 * MINUTE_MS;
/** An end that has just passed: clocks differ, so look again soon. */
const PASSED_WAIT_MS = MINUTE_MS;
/** Limits are per month at most; a later end is a mistake or a lie. */
const LONGEST_WAIT_MS = 35 * DAY_MS;

/** Characters that are looked at; what says a limit is short. */
const LONGEST_TEXT = 4000;

const SAYS_USAGE_LIMIT =
  /usage limits?\b|hit your .{0,60}limit|limit will reset|limit resets|out of (?:extra )?usage|quota (?:exceeded|exhausted)|exceeded your .{0,40}quota/i;

/**
 * When a usage limit ends, or undefined when the answer is about something else. HTTP 429 always is a limit; with
 * another status (or none) the text must say so. Read, in this order:
 *
 * - headers `anthropic-ratelimit-unified-reset` (epoch seconds), `retry-after-ms`, `retry-after` (seconds or HTTP date),
 *   `anthropic-ratelimit-*-reset` and `x-ratelimit-reset-*` of what has 0 remaining;
 * - text: `Claude AI usage limit reached|1760000000`; `2026-12-01T00:00:00Z`; `on 2026-12-01 at 00:00 UTC`;
 *   `try again in 2 hours 5 minutes`, `in 6m0s`, `in 20ms`; `resets 3pm (Europe/Berlin)`, `resets at 15:30`,
 *   `resets Monday 9am`, `resets Jan 15, 2027, 8am (UTC)`.
 *
 * A time of day without a zone is UTC. An end that has passed becomes one minute after `now`; one more than 35 days
 * away is not believed.
 *
 * Source: R-17; answers of Claude Code 2.1.329 and of the Anthropic and OpenAI APIs.
 */
export function parseUsageLimit(answer: RefusedAnswer, now: Date): UsageLimit | undefined {
  const text = answer.text.slice(0, LONGEST_TEXT);
  if (answer.status !== 429 && !SAYS_USAGE_LIMIT.test(text)) return undefined;
  const end = endOfHeaders(answer.headers ?? {}, now) ?? endOfText(text, now);
  const waitMs = end === undefined ? Number.NaN : end - now.getTime();
  if (Number.isNaN(waitMs) || waitMs > LONGEST_WAIT_MS) {
    return { until: new Date(now.getTime() + UNNAMED_WAIT_MS), isNamed: false };
  }
  return { until: new Date(waitMs <= 0 ? now.getTime() + PASSED_WAIT_MS : now.getTime() + waitMs), isNamed: true };
}

function endOfHeaders(headers: Readonly<Record<string, string>>, now: Date): number | undefined {
  const unified = Number(headers['anthropic-ratelimit-unified-reset'] ?? Number.NaN);
  if (unified > 0) return unified * 1000;
  const afterMs = Number(headers['retry-after-ms'] ?? Number.NaN);
  if (afterMs >= 0) return now.getTime() + afterMs;
  const after = headers['retry-after'];
  if (after !== undefined) {
    if (/^\d+(\.\d+)?$/.test(after.trim())) return now.getTime() + Number(after) * 1000;
    const date = Date.parse(after);
    if (!Number.isNaN(date)) return date;
  }
  const resets = Object.entries(headers).flatMap(([name, value]) => resetOfBucket(headers, name, value, now));
  return resets.length === 0 ? undefined : Math.max(...resets);
}

/** A bucket's reset counts only when the bucket is empty. */
function resetOfBucket(
  headers: Readonly<Record<string, string>>,
  name: string,
  value: string,
  now: Date,
): readonly number[] {
  const anthropic = /^anthropic-ratelimit-(.+)-reset$/.exec(name);
  if (anthropic !== null) {
    const end = Date.parse(value);
    return headers[`anthropic-ratelimit-${anthropic[1]}-remaining`] === '0' && !Number.isNaN(end) ? [end] : [];
  }
  const openai = /^x-ratelimit-reset-(.+)$/.exec(name);
  if (openai === null || headers[`x-ratelimit-remaining-${openai[1]}`] !== '0') return [];
  const ms = durationMs(value);
  return ms === undefined ? [] : [now.getTime() + ms];
}

function endOfText(text: string, now: Date): number | undefined {
  const epoch = /\|\s*(\d{10}|\d{13})\b/.exec(text)?.[1];
  if (epoch !== undefined) return Number(epoch) * (epoch.length === 10 ? 1000 : 1);
  const iso = /\b\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)/.exec(text)?.[0];
  if (iso !== undefined) return Date.parse(iso);
  const day = /\b(\d{4})-(\d\d)-(\d\d)(?:\s{1,9}(?:at\s{1,9})?(\d\d):(\d\d))?\s{0,9}(?:UTC|GMT)?/.exec(text);
  if (day !== null) {
    const [, year, month, date, hour = '0', minute = '0'] = day;
    return Date.UTC(Number(year), Number(month) - 1, Number(date), Number(hour), Number(minute));
  }
  return endOfRelativeText(text, now) ?? endOfClockText(text, now);
}

function endOfRelativeText(text: string, now: Date): number | undefined {
  const phrase =
    /(?:try again|retry|resets?|available|access|wait)(?: (?:after|again|for))? ?(?:in )?((?:\d{1,12}(?:\.\d{1,9})?\s{0,9}(?:milliseconds?|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d)(?![a-z])[\s,and]{0,20}){1,8})/i.exec(
      text,
    )?.[1];
  const ms = phrase === undefined ? undefined : durationMs(phrase);
  return ms === undefined ? undefined : now.getTime() + ms;
}

/** `2 hours 5 minutes`, `6m0s`, `1.5h`, `20ms`. */
function durationMs(text: string): number | undefined {
  let total = 0;
  let found = false;
  for (const [, amount, unit = ''] of text.matchAll(
    /(\d{1,12}(?:\.\d{1,9})?)\s{0,9}(milliseconds?|ms|[a-z]{1,20})/gi,
  )) {
    const unitMs = /^m(illi)?s/i.test(unit) ? 1 : UNIT_MS[unit.charAt(0).toLowerCase()];
    if (unitMs === undefined) continue;
    total += Number(amount) * unitMs;
    found = true;
  }
  return found ? total : undefined;
}

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: MINUTE_MS, h: 60 * MINUTE_MS, d: DAY_MS };
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const CLOCK =
  /\bresets?(?: at| on)?\s{1,9}(?:(?<weekday>sun|mon|tue|wed|thu|fri|sat)[a-z]{0,9},?\s{1,9}(?:at\s{1,9})?)?(?:(?<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,9}\.?\s{1,9}(?<date>\d{1,2})(?:st|nd|rd|th)?,?\s{1,9}(?:(?<year>\d{4}),?\s{1,9})?(?:at\s{1,9})?)?(?<hour>\d{1,2})(?::(?<minute>\d\d))?\s{0,9}(?<half>[ap])?\.?(?:m\b\.?)?(?:\s{0,9}\((?<zone>[A-Za-z0-9_+\-/]{1,60})\)|\s{1,9}(?<plainZone>UTC|GMT))?/i;

function endOfClockText(text: string, now: Date): number | undefined {
  const groups = CLOCK.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const hour = hourOf(Number(groups['hour']), groups['half']);
  const minute = Number(groups['minute'] ?? 0);
  if (hour > 23 || minute > 59) return undefined;
  const zone = groups['zone'] ?? groups['plainZone'] ?? 'UTC';
  const today = new Date(now.getTime() + zoneOffsetMs(now.getTime(), zone));
  const at = (year: number, month: number, date: number) => fromZone(Date.UTC(year, month, date, hour, minute), zone);
  const [year, month, date] = [today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate()];
  if (groups['month'] !== undefined) {
    const wanted = MONTHS.indexOf(groups['month'].toLowerCase());
    if (groups['year'] !== undefined) return at(Number(groups['year']), wanted, Number(groups['date']));
    const end = at(year, wanted, Number(groups['date']));
    return end < now.getTime() - DAY_MS ? at(year + 1, wanted, Number(groups['date'])) : end;
  }
  if (groups['weekday'] !== undefined) {
    const days = (WEEKDAYS.indexOf(groups['weekday'].toLowerCase()) - today.getUTCDay() + 7) % 7;
    const end = at(year, month, date + days);
    return end <= now.getTime() ? at(year, month, date + days + 7) : end;
  }
  const end = at(year, month, date);
  return end <= now.getTime() ? at(year, month, date + 1) : end;
}

function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

/** The instant at which the clocks of `zone` show `wall` (given as if it were UTC). */
function fromZone(wall: number, zone: string): number {
  const guess = wall - zoneOffsetMs(wall, zone);
  return wall - zoneOffsetMs(guess, zone);
}

/** How far the clocks of `zone` are ahead of UTC at an instant; 0 for a zone that is not known. */
function zoneOffsetMs(instant: number, zone: string): number {
  try {
    const name = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
      .formatToParts(instant)
      .find((part) => part.type === 'timeZoneName')?.value;
    const offset = /GMT([+-])(\d\d):(\d\d)/.exec(name ?? '');
    if (offset === null) return 0;
    return (offset[1] === '-' ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3])) * MINUTE_MS;
  } catch {
    // Intl throws a RangeError for a zone it does not know; the documented answer is UTC.
    return 0;
  }
}
