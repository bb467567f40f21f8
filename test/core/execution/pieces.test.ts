import fc from 'fast-check';
import { Pieces } from '../../../runtime/core/execution/pieces';

const SIZE = 700;
const numbers = () => Array.from({ length: SIZE }, (_, no) => no);
const change = fc.record({ copy: fc.nat(5), no: fc.nat(SIZE - 1), value: fc.nat(9), makesCopy: fc.boolean() });

describe('values in pieces', () => {
  it('are those of arrays that are copied as a whole, whichever copy changes first', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
        const copies = [{ pieces: Pieces.of(numbers()), array: numbers() }];
        for (const { copy, no, value, makesCopy } of changes) {
          const one = copies[copy % copies.length]!;
          if (makesCopy) copies.push({ pieces: Pieces.of(one.pieces), array: [...one.array] });
          one.pieces.set(no, value);
          one.array[no] = value;
        }
        for (const { pieces, array } of copies) {
          expect([...pieces]).toEqual(array);
          for (const other of copies) {
            const differ = array.flatMap((each, no) => (each === other.array[no] ? [] : [no]));
            expect([...pieces.changedSince(other.pieces)]).toEqual(differ);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('of which one is changed share all others', () => {
    const before = Pieces.of(numbers().map((no) => ({ no })));
    const after = Pieces.of(before);
    after.set(300, { no: -1 });
    const own = (of: unknown) => (of as { readonly pieces: readonly unknown[] }).pieces;
    expect(own(after).map((piece, at) => piece === own(before)[at])).toEqual([true, false, true]);
    expect(before.at(300)).toEqual({ no: 300 });
  });

  it('are read as an array is', () => {
    const [pieces, array] = [Pieces.of(numbers()), numbers()];
    const isOdd = (value: number) => value % 2 === 1;
    const pairs = (value: number, no: number) => (isOdd(value) ? [value, no] : value);
    expect([pieces.length, pieces.at(SIZE - 1), pieces.at(SIZE), pieces.at(-1)]).toEqual([
      SIZE,
      699,
      undefined,
      undefined,
    ]);
    expect([...pieces.keys()]).toEqual([...array.keys()]);
    expect([...pieces.entries()]).toEqual([...array.entries()]);
    expect(pieces.filter(isOdd)).toEqual(array.filter(isOdd));
    expect(pieces.map((value, no) => value * no)).toEqual(array.map((value, no) => value * no));
    expect(pieces.flatMap(pairs)).toEqual(array.flatMap(pairs));
    expect(pieces.findIndex((value) => value > 256)).toBe(257);
    expect([pieces.some((value) => value < 0), pieces.every((value) => value >= 0)]).toEqual([false, true]);
    expect(pieces.reduce((sum, value) => sum + value, 1)).toBe(array.reduce((sum, value) => sum + value, 1));
    expect(JSON.stringify(pieces)).toBe(JSON.stringify(array));
  });
});
