import { isNightshiftError } from '../core/errors';
import { isArrivalUnknown } from './arrival-unknown';

/** What a command's exit code says. Stands in `nightshift --help`. */
export const EXIT = {
  done: 0,
  /** What was asked about is not well: an execution failed, an invariant does not hold, something needed is missing. */
  notWell: 1,
  /** The request cannot be done as asked: wrong arguments, a wrong plan, an unknown id. */
  usage: 2,
  /** A setting or an installation must be changed. */
  operator: 3,
  /** Something is away for a while; try again. */
  unavailable: 4,
  /** A person must act before it goes on: it waits for an answer, or is paused. */
  waiting: 5,
  /** A plan was sent and no receipt came: whether it arrived is not known. The same command again finds out, and does nothing twice. */
  unsettled: 6,
  bug: 70,
  /** A signal came before it was over. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The exit code of a command that ended with an error. */
export function exitCodeOf(error: unknown): ExitCode {
  if (!isNightshiftError(error)) return EXIT.bug;
  if (error.code === 'INTERRUPTED') return EXIT.interrupted;
  if (isArrivalUnknown(error)) return EXIT.unsettled;
  const codes = { user: EXIT.usage, operator: EXIT.operator, transient: EXIT.unavailable, bug: EXIT.bug } as const;
  return codes[error.kind];
}
