import { InstanceError } from './instance-error';

/** A line of a file, with its number from 1. */
export interface Line {
  readonly no: number;
  readonly text: string;
}

/** Its lines without line ends; empty ones too. */
export function linesOf(text: string): readonly Line[] {
  return text.split(/\r?\n/).map((line, at) => ({ no: at + 1, text: line }));
}

/** The whole numbers of a line. @throws {InstanceError} when something else stands there. */
export function wholeNumbers({ no, text }: Line, allowed: string): readonly number[] {
  return text
    .trim()
    .split(/\s+/)
    .map((word) => {
      if (!/^\d{1,15}$/.test(word)) throw new InstanceError(no, `"${word.slice(0, 40)}" is no whole number`, allowed);
      return Number(word);
    });
}
