import { NightshiftError } from '../core/errors';

/** A start was ended by a signal before everything was ready. */
export function interrupted(hint = 'Start again whenever you like: nothing is lost.'): NightshiftError {
  return new NightshiftError('user', 'INTERRUPTED', 'Stopped before everything was ready', { hint });
}
