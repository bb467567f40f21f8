import { RequestError } from '../core/errors';
import type { Execution } from '../core/execution/execution';

/**
 * Refuses the actor `example`, who is no person, for every execution but those of the bundled example.
 *
 * @throws {RequestError} `ACTOR_REFUSED`.
 */
export function refuseForeignExample({ options }: Pick<Execution, 'options'>, actor: string): void {
  if (actor !== 'example' || options.origin === 'example') return;
  throw new RequestError('ACTOR_REFUSED', '/actor may be `example` only for the bundled example', {
    hint: 'Name who decides: `person:` and a name, or leave it out',
    details: { where: { path: '/actor' } },
  });
}
