import { RequestError } from '../errors';

/** The refusal of a body; the same from the gateway and the webhook. `seen` is absent where it came without saying how long it is. */
export function bodyTooLarge(limit: number, seen?: number): RequestError {
  const message =
    seen === undefined
      ? `The body has more than the ${limit} bytes that are allowed`
      : `The body has ${seen} bytes; ${limit} are allowed`;
  return new RequestError('BODY_TOO_LARGE', message, {
    hint: 'Split the plan, or raise NIGHTSHIFT_LIMIT_BYTES and start nightshift again',
    details: { limit, ...(seen === undefined ? {} : { seen }) },
  });
}
