import { RequestError } from '../core/errors';

/** Takes a whole number, 1 or more, as an option's value. @throws {RequestError} `USAGE`. */
export function wholeNumber(name: string): (value: string) => number {
  return (value) => {
    if (/^[1-9]\d{0,6}$/.test(value)) return Number(value);
    throw new RequestError('USAGE', `${name} must be a whole number, 1 or more`, { hint: `For example ${name} 4` });
  };
}
