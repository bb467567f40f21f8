const MINUTE_MS = 60_000;

/** Counts what keys did in the minute that began with their first time. Holds 10,000 keys at most; the oldest go first. */
export class MinuteCounter {
  private readonly windows = new Map<string, { readonly since: number; count: number }>();

  constructor(private readonly maxKeys = 10_000) {}

  /** How often in the current minute; 0 when it is over. */
  count(key: string, nowMs: number): number {
    const window = this.windows.get(key);
    return window === undefined || nowMs - window.since >= MINUTE_MS ? 0 : window.count;
  }

  /** Adds one and answers with the count. */
  add(key: string, nowMs: number): number {
    const window = this.windows.get(key);
    if (window !== undefined && nowMs - window.since < MINUTE_MS) {
      window.count += 1;
      return window.count;
    }
    this.windows.delete(key);
    if (this.windows.size >= this.maxKeys) {
      for (const oldest of this.windows.keys()) {
        this.windows.delete(oldest);
        break;
      }
    }
    this.windows.set(key, { since: nowMs, count: 1 });
    return 1;
  }

  /** Whole seconds until the key's minute is over, at least 1. */
  secondsLeft(key: string, nowMs: number): number {
    const since = this.windows.get(key)?.since ?? nowMs - MINUTE_MS;
    return Math.max(1, Math.ceil((since + MINUTE_MS - nowMs) / 1000));
  }
}
