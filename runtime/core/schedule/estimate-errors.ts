/**
 * How far estimates are off, learnt from tasks that are over: the mean and the variance of ln(real ÷ estimated time).
 * That all are off by the same factor changes no order; that each is off by another one does.
 */
export class EstimateErrors {
  private count = 0;
  private mean = 0;
  private squares = 0;

  /** Times of 0 tell nothing. */
  add(real: number, estimated: number): void {
    if (!(real > 0 && estimated > 0)) return;
    const error = Math.log(real / estimated);
    this.count += 1;
    const delta = error - this.mean;
    this.mean += delta / this.count;
    this.squares += delta * (error - this.mean);
  }

  /** Of how many tasks it knows. */
  get size(): number {
    return this.count;
  }

  /** Mean of the logarithm: 0 when estimates are right on the whole. */
  get bias(): number {
    return this.mean;
  }

  /** Variance of the logarithm; 0 until two tasks are over. */
  get variance(): number {
    return this.count < 2 ? 0 : this.squares / (this.count - 1);
  }
}

/** Variance of the logarithm of estimates: how different they say tasks are. */
export function estimateVariance(estimates: ArrayLike<number>): number {
  const all = new EstimateErrors();
  for (let no = 0; no < estimates.length; no++) all.add(estimates[no]!, 1);
  return all.variance;
}

/**
 * Estimates for deciding who is urgent, once it is known how far they are off: what they say of differences between tasks
 * is believed as far as it is not error (regression to the mean, in logarithms). Exact estimates stay as they are.
 *
 * @param told - `estimateVariance` of all estimates.
 */
export function temperedEstimates(estimates: Float64Array, told: number, error: number): Float64Array {
  const trust = trustIn(told, error);
  return trust === 1 ? estimates : estimates.map((estimate) => estimate ** trust);
}

/** The part of what estimates say of differences that is not error: 1 when exact. */
export function trustIn(told: number, error: number): number {
  return told > 0 ? Math.min(1, Math.max(LEAST_TRUST, 1 - error / told)) : 1;
}

const LEAST_TRUST = 0.1;
