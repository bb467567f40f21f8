/**
 * JSON with sorted keys and without absent values: equal values give equal bytes.
 * Source: I13, where the fold of the events must equal the stored state byte for byte.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value));
}

/** Sorting first and one plain stringify after it is about twice as fast as a replacer. */
function sorted(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(sorted);
  const result = Object.create(null) as Record<string, unknown>;
  for (const key of Object.keys(value).sort()) result[key] = sorted((value as Record<string, unknown>)[key]);
  return result;
}
