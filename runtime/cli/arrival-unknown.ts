import { NightshiftError } from '../core/errors';

const AGAIN = 'hand over again: nothing is done twice';

/** A hand-off that may have arrived though no receipt came: the same error, which says so to people and, as `arrival` in its details, to programs. */
export function arrivalUnknown(error: NightshiftError): NightshiftError {
  const { kind, code, message, details, cause, hint = '' } = error;
  return new NightshiftError(kind, code, `${message}; whether the plan arrived is not known`, {
    hint: hint.includes(AGAIN) ? hint : `${hint.replace(/\.$/, '')}${hint === '' ? 'H' : '. Then h'}${AGAIN.slice(1)}`,
    details: { ...details, arrival: 'unknown' },
    cause,
  });
}

/** True where an error says so. */
export const isArrivalUnknown = ({ details }: Pick<NightshiftError, 'details'>): boolean =>
  details['arrival'] === 'unknown';
