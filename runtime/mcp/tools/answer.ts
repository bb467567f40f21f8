import { z } from 'zod/v4';
import { isKeepable } from '../../core/control-characters';
import { oneLine } from '../answers/one-line';
import { findExecution, namedExecution } from '../find-execution';
import { tool } from '../tool';

/** Passes a person's answer on. */
export const answer = tool({
  name: 'answer',
  title: 'Pass on a person’s answer',
  description:
    'Passes on what the person answered to a question that `status` lists: a manual criterion, a gate, a conflict, or whether a task is tried again. Never answer in their place: ask them first. Their words in `note` go to the next attempt.',
  scope: 'plan:control',
  isReadOnly: false,
  isDestructive: true,
  isIdempotent: true,
  input: z.strictObject({
    execution: namedExecution,
    taskId: z.string().min(1).max(100),
    criterionId: z
      .string()
      .min(1)
      .max(60)
      .describe('As `status` lists it: a criterion’s id, `gate`, `conflict` or `more-tries`'),
    result: z.enum(['pass', 'fail']).describe('What the person decided'),
    note: z
      .string()
      .max(2000)
      .refine(isKeepable, 'must hold neither NUL nor half of a character')
      .optional()
      .describe('What the person said'),
  }),
  answer: async ({ execution, taskId, criterionId, result, note }, { backend }) => {
    const request = { taskId, criterionId, result, ...(note === undefined ? {} : { note }) };
    const id = await findExecution(backend, { execution });
    const { message } = await backend.answer(id, request);
    return `${oneLine(message, 400)}\nnext: nothing; it goes on by itself. \`status\` with execution ${id} shows how it stands`;
  },
});
