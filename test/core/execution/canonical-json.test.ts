import fc from 'fast-check';
import { canonicalJson } from '../../../runtime/core/execution/canonical-json';

/** As it was always written: a copy with sorted keys, and JSON's own way with it. */
function sorted(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(sorted);
  const copy = Object.create(null) as Record<string, unknown>;
  for (const key of Object.keys(value).sort()) copy[key] = sorted((value as Record<string, unknown>)[key]);
  return copy;
}

describe('canonicalJson', () => {
  it('gives what JSON.stringify gives of a sorted copy', () => {
    const values = fc.object({
      maxDepth: 4,
      key: fc.oneof(fc.string({ unit: 'binary' }), fc.nat().map(String)),
      withNullPrototype: false,
    });
    fc.assert(fc.property(values, (value) => expect(canonicalJson(value)).toBe(JSON.stringify(sorted(value)))));
  });

  it.each([
    ['what JSON escapes', 'a"\\\u0001\u2028\ud800é'],
    ['numbers as JSON writes them', [-0, 1e21, 1e-7, Number.NaN, 0.1]],
    ['whole numbers as keys, which stand first', { b: 1, 10: 1, 2: 1, '-1': 1, '01': 1, 4294967295: 1 }],
    [
      'lists of many',
      { a: Array.from({ length: 1_025 }, (_, no) => [{ b: no, a: undefined }, undefined, null, 'x'][no % 4]) },
    ],
    ['what is left out', { a: undefined, b: [undefined, () => 1], c: null }],
  ])('writes %s', (_what, value) => expect(canonicalJson(value)).toBe(JSON.stringify(sorted(value))));

  it('uses what is known of an object', () => {
    const attempt = { token: 1 };
    expect(canonicalJson({ b: attempt, a: 1 }, new Map([[attempt, '"known"']]))).toBe('{"a":1,"b":"known"}');
  });
});
