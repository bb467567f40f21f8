/**
 * A binary heap of task numbers: the one with the least key is on top, of equals the least number. A key must not change
 * while its number is in.
 */
export class NumberHeap {
  private readonly nos: number[] = [];

  constructor(private readonly keys: ArrayLike<number>) {}

  get size(): number {
    return this.nos.length;
  }

  /** The number on top; -1 when there is none. */
  get top(): number {
    return this.nos.length > 0 ? this.nos[0]! : -1;
  }

  push(no: number): void {
    const { nos, keys } = this;
    const key = keys[no]!;
    let at = nos.length;
    nos.push(no);
    while (at > 0) {
      const above = (at - 1) >> 1;
      const other = nos[above]!;
      const otherKey = keys[other]!;
      if (otherKey < key || (otherKey === key && other < no)) break;
      nos[at] = other;
      at = above;
    }
    nos[at] = no;
  }

  /** The least of some other values that its numbers have; Infinity when it is empty. Cost: all that are in. */
  leastOf(values: ArrayLike<number>): number {
    let least = Number.POSITIVE_INFINITY;
    for (const no of this.nos) if (values[no]! < least) least = values[no]!;
    return least;
  }

  /** All numbers, in no order. */
  drain(): number[] {
    return this.nos.splice(0);
  }

  /** Takes the number on top out; -1 when there is none. */
  pop(): number {
    const { nos, keys } = this;
    if (nos.length === 0) return -1;
    const top = nos[0]!;
    const last = nos.pop()!;
    const size = nos.length;
    if (size === 0) return top;
    const key = keys[last]!;
    let at = 0;
    for (let below = 1; below < size; below = 2 * at + 1) {
      if (below + 1 < size && this.isBefore(nos[below + 1]!, nos[below]!)) below++;
      const other = nos[below]!;
      if (key < keys[other]! || (key === keys[other]! && last < other)) break;
      nos[at] = other;
      at = below;
    }
    nos[at] = last;
    return top;
  }

  private isBefore(one: number, other: number): boolean {
    const difference = this.keys[one]! - this.keys[other]!;
    return difference < 0 || (difference === 0 && one < other);
  }
}
