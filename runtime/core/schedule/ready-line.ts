import { NumberHeap } from './number-heap';

/** Tasks in line: the most urgent ones and the shortest one are found at once. What has left is taken out when it comes to the front. */
export class ReadyLine {
  private readonly byUrgency: NumberHeap;
  /** Made when the shortest one is asked for. */
  private byLength: NumberHeap | undefined;

  /** @param stays - False of one that has left. It is told of each that is taken out, once or twice. */
  constructor(
    keys: Float64Array,
    private readonly minutes: Float64Array,
    private readonly stays: (no: number) => boolean,
  ) {
    this.byUrgency = new NumberHeap(keys);
  }

  push(no: number): void {
    this.byUrgency.push(no);
    this.byLength?.push(no);
  }

  /** The most urgent ones, `most` at most, and whether there may be more. */
  front(most: number): { readonly nos: readonly number[]; readonly isCut: boolean } {
    const { byUrgency } = this;
    const nos: number[] = [];
    while (nos.length < most && byUrgency.size > 0) {
      const no = byUrgency.pop();
      // One that left and came back may stand here twice, one behind the other.
      if (no !== nos.at(-1) && this.stays(no)) nos.push(no);
    }
    const isCut = byUrgency.size > 0;
    for (const no of nos) byUrgency.push(no);
    return { nos, isCut };
  }

  /** The shortest one; -1 when there is none. */
  shortest(): number {
    const byLength = this.byLength ?? this.orderedByLength();
    this.byLength = byLength;
    while (byLength.size > 0 && !this.stays(byLength.top)) byLength.pop();
    return byLength.top;
  }

  private orderedByLength(): NumberHeap {
    const line = new NumberHeap(this.minutes);
    for (const no of this.byUrgency.drain()) {
      this.byUrgency.push(no);
      line.push(no);
    }
    return line;
  }

  /** All that are in, and some that have left. */
  drain(): readonly number[] {
    return this.byUrgency.drain();
  }
}
