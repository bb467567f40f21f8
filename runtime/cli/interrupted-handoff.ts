import { NightshiftError } from '../core/errors';

const LOOK = 'See with `nightshift list` whether it is there';

/** A hand-off that a signal ended before its receipt came. Who knows the key says in `hint` how to go on. */
export const interruptedHandoff = (hint = LOOK): NightshiftError =>
  new NightshiftError(
    'user',
    'INTERRUPTED',
    'Interrupted before a receipt came: whether the plan arrived is not known',
    { hint, details: { arrival: 'unknown' } },
  );
