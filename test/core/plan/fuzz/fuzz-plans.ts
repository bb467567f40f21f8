import { decodePlanBytes } from '../../../../runtime/core/plan/decode-plan-bytes';
import type { PlanReading } from '../../../../runtime/core/plan/plan';
import { readPlan } from '../../../../runtime/core/plan/read-plan';
import { unaccounted } from '../accounted';
import { expectAnswer } from '../answer-contract';
import { context } from '../plans';
import { FIXTURES } from './fixtures';
import { generated } from './generate';
import { mutated, mutatedBytes } from './mutate';
import { Random } from './random';

/** Milliseconds that no plan of the fuzz test may take, slow as the machine may be: they are 60 kB at most. */
const LONGEST_MS = 1_000;
/** One plan in so many is read twice, and its lines are counted in and out. */
const CLOSER_LOOK = 20;

export interface Tally {
  plans: number;
  problems: number;
  /** How often each code was told. */
  readonly codes: Map<string, number>;
  slowestMs: number;
}

export const newTally = (): Tally => ({ plans: 0, problems: 0, codes: new Map(), slowestMs: 0 });

/** Reads the plan of one seed. @throws {Error} with the seed and the text, when the answer is none. */
export function fuzzOne(seed: number, tally: Tally): void {
  const random = new Random(seed);
  const { fileName, text } = random.chance(0.2) ? generated(random) : random.one(FIXTURES);
  const name = random.chance(0.5) ? { fileName } : {};
  if (random.chance(0.2)) {
    const decoded = decodePlanBytes(mutatedBytes(random, text));
    if (decoded.type === 'text') check(seed, { text: decoded.text, ...name }, tally);
    else
      expectAnswer(text, {
        ...decoded,
        problems: decoded.problems.map((problem) => ({ ...problem, line: 1, column: 1 })),
      });
    return;
  }
  check(seed, { text: random.chance(0.1) ? text : mutated(random, text), ...name }, tally);
}

interface Input {
  readonly text: string;
  readonly fileName?: string;
}

/** Reads a text, and throws when the answer is no answer. */
export function check(seed: number, input: Input, tally: Tally): void {
  try {
    const from = performance.now();
    const reading = readPlan(input, context());
    const ms = performance.now() - from;
    expectAnswer(input.text, reading);
    if (ms > LONGEST_MS) throw new Error(`It took ${ms.toFixed(0)} ms`);
    if (seed % CLOSER_LOOK === 0) lookCloser(input, reading);
    count(reading, ms, tally);
  } catch (cause) {
    const shown = JSON.stringify(input.text.slice(0, 3_000));
    throw new Error(`Seed ${seed}, ${input.fileName ?? 'pasted'}: ${(cause as Error).message}\n${shown}`, { cause });
  }
}

function lookCloser(input: Input, reading: PlanReading): void {
  if (JSON.stringify(readPlan(input, context())) !== JSON.stringify(reading)) throw new Error('Read twice, it differs');
  if (reading.type === 'problems') return;
  const dropped = unaccounted(input);
  if (dropped.length > 0) throw new Error(`Dropped silently: ${dropped.slice(0, 5).join(' | ')}`);
}

function count(reading: PlanReading, ms: number, tally: Tally): void {
  tally.slowestMs = Math.max(tally.slowestMs, ms);
  if (reading.type === 'plan') tally.plans++;
  else tally.problems++;
  const said = reading.type === 'plan' ? reading.plan.notes : reading.problems;
  for (const { code } of said) tally.codes.set(code, (tally.codes.get(code) ?? 0) + 1);
}
