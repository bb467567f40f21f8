import { RequestError } from '../core/errors';
import { meantExecutions } from '../core/report/meant-executions';
import type { GatewayClient } from './gateway-client';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

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
  if (word !== undefined && UUID.test(word)) return word;
  const executions = await gateway.list({ limit: 200 });
  const ids = executions.map(({ executionId }) => executionId);
  const found = meantExecutions(ids, word);
  const [id, other] = found;
  if (id === undefined) {
    const message = ids.length === 0 ? 'Nothing was handed over yet' : `There is no execution ${word ?? ''}`;
    throw new RequestError('EXECUTION_UNKNOWN', message, {
      hint:
        ids.length === 0
          ? 'Hand a plan over with `nightshift handoff PLAN`'
          : 'See them all with `nightshift status --all`',
    });
  }
  if (other !== undefined) {
    throw new RequestError('EXECUTION_AMBIGUOUS', `${found.length} executions match ${word}`, {
      hint: `Say more of it: ${found.slice(0, 3).join(', ')}`,
    });
  }
  return id;
}
