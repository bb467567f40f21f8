import { z } from 'zod/v4';
import { resultsAnswer } from '../answers/results-answer';
import { executionFields, findExecution } from '../find-execution';
import { tool } from '../tool';

/** What was done, and where it is. */
export const results = tool({
  name: 'results',
  title: 'What was done',
  description:
    'What an execution has done: how it ended, tasks with what proves them, what was not done and why, cost and time, the branch with the result and how the person takes it. Without arguments: the newest.',
  scope: 'plan:read',
  isReadOnly: true,
  isDestructive: false,
  isIdempotent: true,
  input: z.strictObject(executionFields),
  answer: async (which, { backend }) => resultsAnswer(await backend.report(await findExecution(backend, which))),
});
