import { RequestError } from '../../core/errors';
import type { Fields } from './fields';

/** Who is recorded for a decision: the person or `example` that the caller names, else the caller's token. */
export function parseActor(fields: Fields, tokenActor: string): string {
  const named = fields.optionalText('actor', 80);
  if (named === undefined) return tokenActor;
  if (named === 'example' || /^person:[\w.@-]{1,64}$/.test(named)) return named;
  throw new RequestError('BODY_INVALID', '/actor must be `example` or `person:` and a name', {
    hint: 'Letters, digits, . _ @ and - are allowed in the name',
    details: { path: '/actor' },
  });
}
