import { z } from 'zod/v4';
import { findMeantExecution } from '../app/find-meant-execution';
import { RequestError } from '../core/errors';
import { conversationField } from './conversation-field';
import type { McpBackend } from './mcp-backend';

/** How a tool is told which execution is meant. */
export const executionFields = {
  execution: z.string().min(1).max(60).optional().describe('Its id, or a part of it. Left out: the newest'),
  conversationId: conversationField.describe('Id of the conversation that handed it over: the newest of that one'),
};

/** How a tool that changes something is told which execution is meant: always in words. */
export const namedExecution = z
  .string()
  .min(1)
  .max(60)
  .describe('Its id, or a part of it that no other has, as `list`, `status` or `handoff` gave it');

/** The execution that is meant. @throws {RequestError} `EXECUTION_UNKNOWN`, `EXECUTION_AMBIGUOUS`. */
export async function findExecution(
  backend: Pick<McpBackend, 'list'>,
  {
    execution,
    conversationId,
  }: { readonly execution?: string | undefined; readonly conversationId?: string | undefined },
): Promise<string> {
  const within = conversationId === undefined ? {} : { conversationId };
  const meant = await findMeantExecution((from) => backend.list({ ...from, ...within }), execution);
  switch (meant.type) {
    case 'found':
      return meant.id;
    case 'ambiguous':
      throw new RequestError('EXECUTION_AMBIGUOUS', `${meant.ids.length} executions match ${execution}`, {
        hint: `Say more of its id: ${meant.ids.slice(0, 3).join(', ')}`,
      });
    case 'unknown':
      throw new RequestError('EXECUTION_UNKNOWN', 'There is no such execution', {
        hint: 'Call `list` without arguments to see what there is',
      });
  }
}
