import type { Random } from './random';
import { inOrder, type Seen, survivalOf } from './survival';

/** Errors below which an interval is a guess. */
const LEAST_ERRORS = 16;
/** Uncertainty of the mean factor, as a part of it, above which an interval is a guess. */
const MOST_UNCERTAINTY = 0.25;
/** What is assumed where nothing is known: σ of the logarithm. */
const GUESSED_SPREAD = 0.7;
/**
 * How much the uncertainty of the mean is widened: the bootstrap alone is too sure of small samples, the more so the more they
 * differ, and where a few lie far above the rest (skewness of the logarithms) it has seldom seen the longest. Measured.
 */
const WIDEN = { least: 0.5, byUncertainty: 2.5, bySkew: 0.6 };
/** Degrees of freedom from which Student's distribution is as good as normal. */
const MOST_FREEDOM = 40;
/** The greatest that say how a tail goes on. */
const TAIL_OF = 5;
/** More would let one task outlast a large plan on the word of a few. */
const LONGEST_TAIL = 0.5;
/** By which part what runs longer than all that is over is taken to go on. */
const BEYOND = 0.5;
/** Chance of a factor beyond all that were seen above which an interval is a guess. */
const MOST_BEYOND = 0.1;

/** What is known of how far estimates are off, as ln(real ÷ estimated time). */
export interface SeenErrors {
  /** Of tasks of this plan that are over. */
  readonly own: readonly number[];
  /** Of earlier plans: they may have been quite unlike this one, so an interval that needs them is a guess. */
  readonly earlier?: readonly number[];
  /** Of tasks that run, by what they have taken so far: the error will be greater. */
  readonly atLeast?: readonly number[];
}

/**
 * Draws by which factor a task takes longer than estimated, from the factors that were seen: no family of distributions is
 * assumed. Tasks that run count as taking longer than so far: of a plan that has just begun the short ones are over first.
 * What was seen is itself a sample: so each run weighs it anew (the Bayesian bootstrap), and shifts all of it by an error of
 * the mean (Student's t). The next may be longer than all of them, once in as many cases and one: by how far the longest of
 * them lie apart (Hill).
 */
export class ErrorSampler {
  /** False where so few factors of this plan were seen, or so different ones, that nobody can tell. */
  readonly isFounded: boolean;
  private readonly seen: readonly Seen[];
  private readonly weights: Float64Array;
  /** Standard error of the mean factor, as a part of it. */
  private readonly uncertainty: number;
  /** How many were seen to their end. */
  private readonly known: number;
  /** Factors that may be drawn in this run, ascending, and the chance of each or of a smaller one. */
  private values: readonly number[] = [];
  private upTo: readonly number[] = [];
  private greatest = 1;
  private shift = 1;
  private readonly widen: number;
  /** Mean logarithm of how far a factor lies beyond the greatest, where it does. */
  private readonly tail: number;

  constructor({ own, earlier = [], atLeast = [] }: SeenErrors) {
    const told = [...own, ...earlier];
    const isEnough = told.length >= LEAST_ERRORS;
    const over = isEnough ? told : [...told, ...GUESSES];
    this.known = over.length;
    const seen = inOrder([
      ...over.map((error) => ({ value: Math.exp(error), isOver: true })),
      ...atLeast.map((error) => ({ value: Math.exp(error), isOver: false })),
    ]);
    const { values, chances, beyond, greatest } = survivalOf(seen);
    this.seen = isEnough ? [...seen, { value: greatest, isOver: false }] : seen;
    this.weights = new Float64Array(this.seen.length);
    this.tail = Math.max(tailOf(over), beyond > 0 ? Math.log(1 + BEYOND) : 0);
    const last = greatest * (1 + BEYOND);
    const mean = values.reduce((sum, value, at) => sum + chances[at]! * value, beyond * last);
    const spread = values.reduce(
      (sum, value, at) => sum + chances[at]! * (value - mean) ** 2,
      beyond * (last - mean) ** 2,
    );
    // Less than what rounding makes of equal factors is none.
    const relative = spread / mean ** 2;
    this.uncertainty = relative < 1e-12 ? 0 : Math.sqrt(relative / (this.known - 1));
    this.isFounded = own.length >= LEAST_ERRORS && this.uncertainty <= MOST_UNCERTAINTY && beyond <= MOST_BEYOND;
    this.widen = WIDEN.least + WIDEN.byUncertainty * this.uncertainty + WIDEN.bySkew * Math.max(0, skewness(over));
  }

  /** Draws the weights and the shift of one run. */
  beginRun(random: Random): void {
    const { weights } = this;
    for (let at = 0; at < weights.length; at++) weights[at] = -Math.log(1 - random.next());
    const { values, chances, greatest } = survivalOf(this.seen, weights);
    let sum = 0;
    this.values = values;
    this.upTo = chances.map((chance) => (sum += chance));
    this.greatest = greatest;
    this.shift = Math.exp(this.widen * this.uncertainty * student(random, Math.min(MOST_FREEDOM, this.known - 1)));
  }

  draw(random: Random): number {
    return this.drawAbove(random, 0);
  }

  /** A factor above `floor`, since the task has already taken as long. */
  drawAbove(random: Random, floor: number): number {
    const least = floor / this.shift;
    const from = this.firstWhere((at) => this.values[at]! > least);
    const below = from === 0 ? 0 : this.upTo[from - 1]!;
    const wanted = below + random.next() * (1 - below);
    const at = this.firstWhere((one) => this.upTo[one]! > wanted);
    if (at < this.values.length) return this.values[at]! * this.shift;
    return Math.max(floor, this.greatest * this.shift) * (1 - random.next()) ** -this.tail;
  }

  /** The first place where something holds that holds of all after it, too. */
  private firstWhere(holds: (at: number) => boolean): number {
    let low = 0;
    let high = this.values.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (holds(middle)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/** How far the greatest of some logarithms lie apart, on the average: above them it goes on like that. Source: Hill. */
function tailOf(errors: readonly number[]): number {
  const [least, ...above] = [...errors].sort((a, b) => a - b).slice(-TAIL_OF - 1);
  const apart = above.reduce((sum, error) => sum + error - least!, 0) / above.length;
  return Math.min(LONGEST_TAIL, apart);
}

/** 0 of what is symmetric; above it where a few lie far above the rest. */
function skewness(values: readonly number[]): number {
  const { length } = values;
  const mean = values.reduce((sum, value) => sum + value, 0) / length;
  const [squares, cubes] = [2, 3].map((power) => values.reduce((sum, value) => sum + (value - mean) ** power, 0));
  return squares! > 1e-12 ? cubes! / length / (squares! / length) ** 1.5 : 0;
}

function student(random: Random, freedom: number): number {
  let squares = 0;
  for (let draw = 0; draw < freedom; draw++) squares += random.normal() ** 2;
  return random.normal() / Math.sqrt(squares / freedom);
}

/** Stand beside errors where too few were seen. */
const GUESSES: readonly number[] = [-1.28, -0.67, -0.25, 0.25, 0.67, 1.28].map((z) => z * GUESSED_SPREAD);
