const LONGEST_WAIT_MS = 3_600_000;

/**
 * Milliseconds that the other side asks to wait, at most an hour: `Retry-After` in seconds, or as a date, which is read
 * against its own clock. Undefined when it does not say.
 */
export function retryAfterOf(headers: Headers): number | undefined {
  const value = headers.get('retry-after');
  const date = headers.get('date');
  if (value === null) return undefined;
  const ms = /^\d{1,9}(?:\.\d{1,6})?$/.test(value.trim())
    ? Number(value) * 1_000
    : Date.parse(value) - (date === null ? Number.NaN : Date.parse(date));
  return Number.isFinite(ms) && ms >= 0 ? Math.min(Math.ceil(ms), LONGEST_WAIT_MS) : undefined;
}
