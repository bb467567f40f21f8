import { z } from 'zod/v4';
import type { SimilarView } from '../../core/report/service-views';
import { firstOf, oneLine } from '../answers/one-line';
import { tool } from '../tool';

/** What happened in attempts that were like a text. */
export const similar = tool({
  name: 'similar',
  title: 'Similar past attempts',
  description:
    'What happened in past attempts at tasks like this text: whether they succeeded, how long they took, what went wrong. Use it while writing a plan, to set times and criteria by experience.',
  scope: 'plan:read',
  isReadOnly: true,
  isDestructive: false,
  isIdempotent: true,
  input: z.strictObject({
    text: z.string().min(1).max(20_000).describe('The task, in its own words'),
    limit: z.number().int().min(1).max(20).default(5),
    isSuccess: z.boolean().optional().describe('Only those that succeeded, or only those that failed'),
  }),
  answer: async ({ text, limit, isSuccess }, { backend }) => {
    const found = await backend.similar({ text, limit, ...(isSuccess === undefined ? {} : { isSuccess }) });
    if (found.length === 0) return 'Nothing similar was done before.\nnext: estimate by yourself';
    return [...firstOf(found, limit, lineOf), 'next: take times and pitfalls from these into the plan'].join('\n');
  },
});

function lineOf({ taskTitle, isSuccess, durationSeconds, similarity, errors, executionId }: SimilarView): string {
  const went = isSuccess ? 'succeeded' : 'failed';
  const problem = errors[0] === undefined ? '' : `: ${oneLine(errors[0])}`;
  return `"${oneLine(taskTitle, 100)}" ${went} in ${Math.round(durationSeconds)} s (likeness ${similarity.toFixed(2)}, execution ${executionId})${problem}`;
}
