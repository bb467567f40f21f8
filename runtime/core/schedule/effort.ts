/** Steps that a search may take in all, counted and not timed: so the same seed gives the same on every machine. */
export class Effort {
  spent = 0;

  constructor(readonly most = Number.POSITIVE_INFINITY) {}

  get isSpent(): boolean {
    return this.spent > this.most;
  }
}
