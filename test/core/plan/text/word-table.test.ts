import { WordTable, withLetter } from '../../../../runtime/core/plan/text/word-table';

const hashOf = (word: string): number => [...word].reduce((hash, letter) => withLetter(hash, letter.charCodeAt(0)), 0);

describe('WordTable', () => {
  const words = Array.from({ length: 300 }, (_, no) =>
    [...String(no)].map((digit) => 'abcdefghij'[Number(digit)]).join(''),
  );
  const table = new WordTable([...words.map((word, no) => [word, no + 1] as const), ['hand', 1], ['hand', 2]]);

  it('knows every word with its traits', () =>
    expect(words.map((word) => table.traitsOf(hashOf(word)))).toEqual(words.map((_, no) => no + 1)));

  it('joins the traits of a word that comes twice', () => expect(table.traitsOf(hashOf('hand'))).toBe(3));

  it.each(['handle', 'han', 'z', ''])('knows no word %j', (word) => expect(table.traitsOf(hashOf(word))).toBe(0));
});
