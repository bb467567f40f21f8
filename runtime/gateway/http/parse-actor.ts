import { RequestError } from '../../core/errors';
import type { Fields } from './fields';

/**
 * Who is recorded for a decision: the caller's token, and as whom it says that it speaks: `gateway:12ab34cd as person:ada`.
 * Only `example` stands alone; that the execution is the example's is for the app to see to.
 */
export function parseActor(fields: Fields, tokenActor: string): string {
  const named = fields.optionalText('actor', 80);
  if (named === undefined || named === 'example') return named ?? tokenActor;
  if (/^person:[\w.@-]{1,64}$/.test(named)) return `${tokenActor} as ${named}`;
  throw new RequestError('BODY_INVALID', '/actor must be `example` or `person:` and a name', {
    hint: 'Letters, digits, . _ @ and - are allowed in the name',
    details: { path: '/actor' },
  });
}
