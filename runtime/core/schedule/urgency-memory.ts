/** How much more must be over until what it teaches is used again. */
const REVIEW_FACTOR = 1.4;

/**
 * Remembers the order of urgency, which is worth computing anew only when notably more is known: when the tasks that are
 * over have become 1.4 times as many, or the slots are others. What it gives follows from what it is asked.
 */
export class UrgencyMemory {
  private key = '';
  private keys: Float64Array = new Float64Array(0);

  keysFor(over: number, slots: number, compute: () => Float64Array): Float64Array {
    const key = `${Math.floor(Math.log(over + 1) / Math.log(REVIEW_FACTOR))} ${slots}`;
    if (key !== this.key) {
      this.key = key;
      this.keys = compute();
    }
    return this.keys;
  }
}
