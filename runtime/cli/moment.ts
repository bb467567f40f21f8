import { RequestError } from '../core/errors';

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/**
 * The time that a person means, as ISO 8601: a date, a time with zone, or so long `before` or `after` now, as `90m`, `12h`,
 * `30d` or `2w`.
 *
 * @throws {RequestError} `USAGE` naming the option.
 */
export function momentOf(option: string, word: string, direction: 'before' | 'after', nowMs: number): string {
  const [, count, unit] = /^(\d{1,5})([mhdw])$/.exec(word) ?? [];
  if (count !== undefined && unit !== undefined) {
    const ms = Number(count) * UNITS[unit]!;
    return new Date(direction === 'before' ? nowMs - ms : nowMs + ms).toISOString();
  }
  const at = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/.test(word)
    ? Date.parse(word)
    : Number.NaN;
  if (!Number.isNaN(at)) return new Date(at).toISOString();
  throw new RequestError('USAGE', `${option} must be a time: so long as 90m, 12h, 30d or 2w, or a date as 2026-11-21`, {
    hint: `For example ${option} 30d, or ${option} 2026-11-21T22:00Z`,
    details: { where: { path: option } },
  });
}
