import { RequestError } from '../core/errors';
import type { PassedLimit } from '../core/json/passed-limit';

export interface NumberRule {
  readonly min: number;
  readonly max: number;
  /** Without it whole numbers alone are taken. */
  readonly decimals?: number;
  /** A value that is taken. */
  readonly example: string;
}

/** Takes a number between two bounds, both of them allowed, as an option's value. @throws {RequestError} `USAGE`, with the bound that was passed. */
export function numberOption(name: string, rule: NumberRule): (value: string) => number {
  const { min, max, decimals, example } = rule;
  const kind = decimals === undefined ? 'a whole number' : 'a number';
  const form =
    decimals === undefined ? /^-?(?:0|[1-9]\d{0,30})$/ : new RegExp(`^-?\\d{1,30}(?:\\.\\d{1,${decimals}})?$`);
  return (value) => {
    const number = form.test(value) ? Number(value) : undefined;
    if (number !== undefined && number >= min && number <= max) return number;
    throw new RequestError('USAGE', `${name} must be ${kind} from ${min} to ${max}`, {
      hint: `For example ${name} ${example}`,
      details: { where: { path: name }, ...passed(number, rule) },
    });
  };
}

function passed(number: number | undefined, { min, max }: NumberRule): PassedLimit {
  return number === undefined ? {} : { limit: number < min ? min : max, seen: number };
}
