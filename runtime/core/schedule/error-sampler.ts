import type { Random } from './random';

/** Errors below which an interval is a guess. */
const LEAST_ERRORS = 16;
/** Uncertainty of the mean factor, as a part of it, above which an interval is a guess. */
const MOST_UNCERTAINTY = 0.25;
/** What is assumed where nothing is known: σ of the logarithm. */
const GUESSED_SPREAD = 0.7;
/** How much the uncertainty of the mean is widened: the bootstrap alone is too sure of small samples. Measured. */
const WIDEN = 1.1;
/** Degrees of freedom from which Student's distribution is as good as normal. */
const MOST_FREEDOM = 40;
/** Tries to draw above a floor. */
const TRIES = 20;

/**
 * Draws by which factor a task takes longer than estimated, from the factors that were seen: no family of distributions is
 * assumed. What was seen is itself a sample: so each run weighs it anew (the Bayesian bootstrap), and shifts all of it by
 * an error of the mean (Student's t).
 */
export class ErrorSampler {
  /** False where so few factors were seen, or so different ones, that nobody can tell. */
  readonly isFounded: boolean;
  private readonly factors: readonly number[];
  private readonly weights: Float64Array;
  /** Standard error of the mean factor, as a part of it. */
  private readonly uncertainty: number;
  private shift = 1;

  /** @param errors - ln(real ÷ estimated time). */
  constructor(errors: readonly number[]) {
    const enough = errors.length >= LEAST_ERRORS;
    this.factors = (enough ? errors : [...errors, ...GUESSES]).map(Math.exp);
    const { length } = this.factors;
    this.weights = new Float64Array(length);
    const mean = this.factors.reduce((sum, factor) => sum + factor, 0) / length;
    const variance = this.factors.reduce((sum, factor) => sum + (factor - mean) ** 2, 0) / (length - 1);
    this.uncertainty = Math.sqrt(variance / length) / mean;
    this.isFounded = enough && this.uncertainty <= MOST_UNCERTAINTY;
  }

  /** Draws the weights and the shift of one run. */
  beginRun(random: Random): void {
    const { weights } = this;
    let sum = 0;
    for (let at = 0; at < weights.length; at++) {
      sum -= Math.log(1 - random.next());
      weights[at] = sum;
    }
    this.shift = Math.exp(WIDEN * this.uncertainty * student(random, Math.min(MOST_FREEDOM, weights.length - 1)));
  }

  draw(random: Random): number {
    const { factors, weights } = this;
    const wanted = random.next() * weights[weights.length - 1]!;
    let low = 0;
    let high = weights.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (weights[middle]! > wanted) high = middle;
      else low = middle + 1;
    }
    return factors[low]! * this.shift;
  }

  /** A factor above `floor`, since the task has already taken as long. */
  drawAbove(random: Random, floor: number): number {
    for (let tries = 0; tries < TRIES; tries++) {
      const factor = this.draw(random);
      if (factor > floor) return factor;
    }
    return floor * (1 - Math.log(1 - random.next()) / 2);
  }
}

function student(random: Random, freedom: number): number {
  let squares = 0;
  for (let draw = 0; draw < freedom; draw++) squares += random.normal() ** 2;
  return random.normal() / Math.sqrt(squares / freedom);
}

/** Stand beside errors where too few were seen. */
const GUESSES: readonly number[] = [-1.28, -0.67, -0.25, 0.25, 0.67, 1.28].map((z) => z * GUESSED_SPREAD);
