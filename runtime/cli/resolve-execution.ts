import { findMeantExecution } from '../app/find-meant-execution';
import { RequestError } from '../core/errors';
import type { GatewayClient } from './gateway-client';

/**
 * The execution that a person means: its id, the beginning or end of it, what the name of its branch ends with, or the newest
 * when nothing or `last` is said.
 *
 * @throws {RequestError} `EXECUTION_UNKNOWN`, `EXECUTION_AMBIGUOUS`.
 */
export async function resolveExecution(
  gateway: Pick<GatewayClient, 'list'>,
  word: string | undefined,
): Promise<string> {
  const meant = await findMeantExecution((from) => gateway.list(from), word);
  switch (meant.type) {
    case 'found':
      return meant.id;
    case 'ambiguous':
      throw new RequestError('EXECUTION_AMBIGUOUS', `${meant.ids.length} executions match ${word}`, {
        hint: `Say more of it: ${meant.ids.slice(0, 3).join(', ')}`,
      });
    case 'unknown':
      throw new RequestError(
        'EXECUTION_UNKNOWN',
        meant.isEmpty ? 'Nothing was handed over yet' : `There is no execution ${word ?? ''}`,
        {
          hint: meant.isEmpty
            ? 'Hand a plan over with `nightshift handoff PLAN`'
            : `See them all with \`nightshift status --all\`; those of a conversation with \`nightshift list --conversation ${word ?? 'ID'}\``,
        },
      );
  }
}
