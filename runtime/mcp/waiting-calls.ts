import { RequestError } from '../core/errors';

/** The calls that wait for something to happen, of all callers of one server; each asks again and again meanwhile. */
export class WaitingCalls {
  private open = 0;

  constructor(private readonly most = 100) {}

  /** @throws {RequestError} `WAITS_FULL`. */
  async hold<T>(work: () => Promise<T>): Promise<T> {
    if (this.open >= this.most) {
      throw new RequestError('WAITS_FULL', `${this.most} calls wait already; no more can`, {
        hint: 'Call it without waitSeconds, which answers at once, or wait again in a few seconds',
        details: { limit: this.most, seen: this.open + 1, retryAfterSeconds: 5 },
      });
    }
    this.open += 1;
    try {
      return await work();
    } finally {
      this.open -= 1;
    }
  }
}
