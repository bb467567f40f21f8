import { z } from 'zod/v4';
import { RequestError } from '../core/errors';
import { meantExecutions } from '../core/report/meant-executions';
import { conversationField } from './conversation-field';
import type { McpBackend } from './mcp-backend';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** As many as the gateway gives at once. */
const LOOKED_AT = 200;

/** How a tool is told which execution is meant. */
export const executionFields = {
  execution: z.string().min(1).max(60).optional().describe('Its id, or a part of it. Left out: the newest'),
  conversationId: conversationField.describe('Id of the conversation that handed it over: the newest of that one'),
};

/** The execution that is meant. @throws {RequestError} `EXECUTION_UNKNOWN`, `EXECUTION_AMBIGUOUS`. */
export async function findExecution(
  backend: Pick<McpBackend, 'list'>,
  {
    execution,
    conversationId,
  }: { readonly execution?: string | undefined; readonly conversationId?: string | undefined },
): Promise<string> {
  if (execution !== undefined && UUID.test(execution)) return execution;
  const listed = await backend.list({
    limit: LOOKED_AT,
    ...(conversationId === undefined ? {} : { conversationId }),
  });
  const ids = listed.map(({ executionId }) => executionId);
  const found = meantExecutions(ids, execution);
  const [id, other] = found;
  if (id === undefined) {
    throw new RequestError('EXECUTION_UNKNOWN', 'There is no such execution', {
      hint: 'Call `list` without arguments to see what there is',
    });
  }
  if (other !== undefined) {
    throw new RequestError('EXECUTION_AMBIGUOUS', `${found.length} executions match ${execution}`, {
      hint: `Say more of its id: ${found.slice(0, 3).join(', ')}`,
    });
  }
  return id;
}
