import { RequestError } from '../core/errors';

/** Takes one of these words as an option's value. @throws {RequestError} `USAGE`. */
export function oneOf(name: string, words: readonly string[]): (value: string) => string {
  return (value) => {
    if (words.includes(value)) return value;
    throw new RequestError('USAGE', `${name} must be ${words.slice(0, -1).join(', ')} or ${words.at(-1)}`, {
      hint: `For example ${name} ${words[0]}`,
    });
  };
}
