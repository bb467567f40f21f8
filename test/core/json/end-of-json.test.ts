import { endOfJson } from '../../../runtime/core/json/end-of-json';

const at = (text: string | Uint8Array) => {
  const { line, column } = endOfJson(typeof text === 'string' ? new TextEncoder().encode(text) : text);
  return `${line}:${column}`;
};

it.each([
  ['nothing at all', '', '1:1'],
  ['a text that ends', '{"a": [1,\n', '2:1'],
  ['a word that is none', '{"a": nul}', '1:7'],
  ['a comma too many', '{\n  "a": 1,\n}', '3:1'],
  ['a quote of another kind', "{'a': 1}", '1:2'],
  ['something behind the value', '{} {}', '1:4'],
  ['a page', '<html></html>', '1:1'],
])('says where JSON ends that has %s', (_, text, place) => {
  expect(() => JSON.parse(text)).toThrow();
  expect(at(text)).toBe(place);
});

it('says where bytes are no UTF-8, by bytes', () => {
  const bytes = Buffer.concat([Buffer.from('{\n"\ufffd": "'), Buffer.of(0xff), Buffer.from('"}')]);
  expect(at(bytes)).toBe('2:9');
});

it('finds a place in whatever JSON.parse refuses', () => {
  const good = '{"plan": {"text": "- [ ] a"}, "options": [1, true, null, -0.5e3]}';
  for (let end = 0; end < good.length; end++) {
    const cut = good.slice(0, end);
    const [line, column] = at(cut).split(':').map(Number) as [number, number];
    expect([cut, line, column >= 1 && column <= end + 1]).toEqual([cut, 1, true]);
  }
});
