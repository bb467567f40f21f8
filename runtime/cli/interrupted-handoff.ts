import { NightshiftError } from '../core/errors';

/** A hand-off that a signal ended before its receipt came. The command tells how to go on: it knows the key. */
export const interruptedHandoff = (hint?: string): NightshiftError =>
  new NightshiftError(
    'user',
    'INTERRUPTED',
    'Interrupted before a receipt came: whether the plan arrived is not known',
    hint === undefined ? {} : { hint },
  );
