import fc from 'fast-check';
import { repairJson } from '../../../runtime/core/plan/data/repair-json';

describe('what damaged JSON still says', () => {
  it.each<[string, string, unknown]>([
    ['a missing comma', '{"a":1 "b":2}', { a: 1, b: 2 }],
    ['between items', '[{"a":1}{"b":2}]', [{ a: 1 }, { b: 2 }]],
    ['a surplus comma', '[1,2,]', [1, 2]],
    ['a lost closing quote', '{"a":"x?,\n"b":"y?\n}', { a: 'x?', b: 'y?' }],
    ['a quote inside a text', '{"a":"say "hi" now","b":1}', { a: 'say "hi" now', b: 1 }],
    ['a backslash that escapes nothing', '{"a":"C:\\Dir"}', { a: 'C:\\Dir' }],
    ['comments', '{ // c\n"a": /* d */ 1 }', { a: 1 }],
    ['a text that ends early', '{"a":[{"b":"c', { a: [{ b: 'c' }] }],
    ['a key without a value', '{"a":,"b":1,"c"}', { a: null, b: 1, c: null }],
    ['words without quotes', '{a: b, c: True}', { a: 'b', c: 'True' }],
    ['the wrong closing bracket', '{"a":[1,2},"b":3}', { a: [1, 2] }],
    ['our side of a merge conflict', '[\n<<<<<<< HEAD\n1,\n||||||| base\n2,\n=======\n3,\n>>>>>>> x\n4]', [1, 4]],
    ['the first of two documents', '{"a":1}\n{"a":2}', { a: 1 }],
    ['a control character', '["a\u0001b"]', ['a b']],
  ])('%s', (_, text, expected) => expect(JSON.parse(repairJson(text))).toEqual(expected));

  it('is the same when nothing is damaged, and has as many lines as before', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(4), (json, indent) => {
        const text = JSON.stringify(JSON.parse(json), null, indent);
        expect(JSON.parse(repairJson(text))).toEqual(JSON.parse(text));
        expect(repairJson(text).split('\n')).toHaveLength(text.split('\n').length);
      }),
    );
  });

  it('is JSON whatever is cut or put in', () => {
    fc.assert(
      fc.property(
        fc.json(),
        fc.nat(200),
        fc.constantFrom('"', ',', ':', '{', ']', '\n', '\\', '=======', 'x'),
        (json, at, piece) => {
          const text = json.slice(0, at) + piece + json.slice(at + 1);
          const repaired = repairJson(text);
          if (repaired.trim() !== '') JSON.parse(repaired);
        },
      ),
    );
  });

  it('is linear: a million quotes, brackets and markers take no time to speak of', () => {
    for (const piece of ['"', '{', '[', '"a":', '\\', '/*', '=======\n', '>>>>>>>\n', '},', '" '])
      expect(repairJson(piece.repeat(100_000)).length).toBeGreaterThanOrEqual(0);
  }, 5_000);
});
