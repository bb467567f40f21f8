import { growthOf, isLeak, type Reading } from './growth';

const MINUTE = 60_000;
const read = (valueAt: (no: number) => number): readonly Reading[] =>
  Array.from({ length: 60 }, (_, no) => ({ atMs: no * MINUTE, value: valueAt(no) }));

describe('growth', () => {
  it('is the slope once it is warm', () => {
    expect(growthOf(read((no) => 100 + 2 * no))?.perHour).toBeCloseTo(120);
    expect(growthOf(read((no) => (no < 15 ? no * 100 : 1_500)))).toMatchObject({
      perHour: 0,
      first: 1_500,
      last: 1_500,
    });
    expect(growthOf(read(() => 1).slice(0, 2))).toBeUndefined();
  });

  it.each([
    ['a steady climb', (no: number) => 100 + 5 * no, true],
    ['a saw that climbs', (no: number) => 100 + 5 * no + (no % 10) * 5, true],
    ['a warm-up that ends', (no: number) => Math.min(no, 15) * 100, false],
    ['a saw', (no: number) => 100 + (no % 10) * 10, false],
    ['a warm-up that comes to its end late', (no: number) => 1_000 * (1 - Math.exp(-no / 12)), false],
    ['one step', (no: number) => (no < 45 ? 100 : 300), false],
    ['one outlier at the end', (no: number) => (no === 59 ? 1_000 : 100), false],
    ['a climb within the slack', (no: number) => 100 + no, false],
  ])('of %s', (_, valueAt, expected) => expect(isLeak(read(valueAt), 50)).toBe(expected));
});
