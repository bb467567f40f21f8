import { z } from 'zod/v4';
import { counted } from '../../core/counted';
import type { ExecutionListing } from '../../core/report/views';
import { firstOf, oneLine } from '../answers/one-line';
import { conversationField } from '../conversation-field';
import { tool } from '../tool';

/** Executions, newest first. */
export const list = tool({
  name: 'list',
  title: 'List executions',
  description:
    'Executions of all projects, newest first, one line each, with what waits for the person. Use it to find an execution, or everything that one conversation handed over.',
  scope: 'plan:read',
  isReadOnly: true,
  isDestructive: false,
  isIdempotent: true,
  input: z.strictObject({
    conversationId: conversationField.describe('Only those that this conversation handed over'),
    limit: z.number().int().min(1).max(50).default(10),
  }),
  answer: async ({ conversationId, limit }, { backend }) => {
    const executions = await backend.list({ limit, ...(conversationId === undefined ? {} : { conversationId }) });
    if (executions.length === 0) {
      const where = conversationId === undefined ? '' : ' in that conversation';
      return `Nothing was handed over${where} yet.\nnext: write a plan, show its \`plan_preview\`, then \`handoff\``;
    }
    const waiting = executions.filter(({ state }) => state === 'waiting');
    return [
      ...firstOf(executions, limit, lineOf),
      waiting.length === 0
        ? 'next: `status` or `results` with an id says more'
        : `next: ${counted(waiting.length, 'waits', 'wait')} for the person; \`status\` says for what`,
    ].join('\n');
  },
});

function lineOf({
  executionId,
  title,
  state,
  progress,
  failed,
  submittedAt,
  conversationId,
  archive,
}: ExecutionListing): string {
  const failures = failed === 0 ? '' : `, ${failed} failed`;
  const kept = archive === undefined ? '' : `, archived: ${oneLine(archive, 200)}`;
  return `${executionId} ${state} ${progress.current}/${progress.total}${failures} "${oneLine(title, 80)}" handed over ${submittedAt} in conversation ${oneLine(conversationId, 60)}${kept}`;
}
