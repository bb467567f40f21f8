import { z } from 'zod/v4';
import { resultsAnswer } from '../answers/results-answer';
import { executionFields } from '../find-execution';
import { findResults } from '../find-results';
import { tool } from '../tool';

/** What was done, and where it is. */
export const results = tool({
  name: 'results',
  title: 'What was done',
  description:
    'What an execution has done: how it ended, tasks with what proves them, what was not done and why, cost and time, the branch with the result and how the person takes it. Without arguments: the newest that is over of the project of the working folder, else the newest that is over, else the newest; it says which.',
  scope: 'plan:read',
  isReadOnly: true,
  isDestructive: false,
  isIdempotent: true,
  input: z.strictObject({
    ...executionFields,
    execution: executionFields.execution.describe('Its id, or a part of it. Left out: the newest that is over'),
  }),
  answer: async (named, { backend }) => {
    const { id, which } = await findResults(backend, named);
    const answer = resultsAnswer(await backend.report(id));
    return which === undefined ? answer : `${answer}\nNo execution was named, so this is ${which}.`;
  },
});
