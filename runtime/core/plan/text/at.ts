import type { Position } from '../plan';
import type { Line } from './lines';

/** Where the text of a line begins. */
export function at({ no, column }: Line): Position {
  return { line: no, column };
}
