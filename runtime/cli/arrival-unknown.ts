import { NightshiftError } from '../core/errors';
import { isNobodyThere } from './network-reason';

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

/** The same error, which says by what command it is the same hand-off. */
export function arrivesBy(
  { kind, code, message, hint = '', details, cause }: NightshiftError,
  again: string,
): NightshiftError {
  const said = hint.replace(
    /([Hh])and over again: nothing is done twice/,
    (_, first: string) => `${first}${again.slice(1)}`,
  );
  return new NightshiftError(kind, code, message, { hint: said, details, cause });
}

/** A fork that may have begun though no receipt came: the same error, which says so and by what command it is found out. */
export function forkUnknown({ kind, code, message, details, cause }: NightshiftError, again: string): NightshiftError {
  return new NightshiftError(kind, code, `${message}; whether the fork was begun is not known`, {
    hint: `Ask again with the same key, which begins nothing twice: ${again}`,
    details: { ...details, arrival: 'unknown' },
    cause,
  });
}

/** Whether an error of the gateway, or of who stands between, leaves open if it took the plan. */
export const mayHaveArrived = ({ kind, code, cause }: NightshiftError): boolean =>
  (kind === 'transient' && code !== 'TOO_MANY_REQUESTS' && !isNobodyThere(cause)) ||
  kind === 'bug' ||
  code.startsWith('HTTP_');
