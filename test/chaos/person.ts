import type { Nightshift } from '../support/nightshift';
import type { Handed } from './load';

const WHO = 'person:chaos';

/**
 * Looks after one plan as a person would: answers what is asked, resumes what was paused, and retries what failed only because
 * its worker was killed under it again and again.
 *
 * @returns what was done; nothing when there was nothing to do.
 */
export async function lookAfter(
  nightshift: Nightshift,
  { executionId, plan }: Handed,
): Promise<'answered' | 'resumed' | 'retried' | undefined> {
  const { gateway } = nightshift;
  const { state, questions, failures } = await gateway.status(executionId);
  if (state === 'paused') {
    await gateway.control(executionId, { action: 'resume' }, WHO);
    return 'resumed';
  }
  const [question] = questions;
  if (question) {
    const { taskId, criterionId } = question;
    await gateway.answer(executionId, { taskId, criterionId, result: 'pass' }, WHO);
    return 'answered';
  }
  const isOurDoing = failures.some(({ isFinal, failure }) => isFinal && failure.startsWith('Lost '));
  if (state === 'failed' && isOurDoing && failures.every((one) => isExpected(one, plan.ends))) {
    await gateway.control(executionId, { action: 'retry' }, WHO);
    return 'retried';
  }
  return undefined;
}

const isExpected = ({ failure }: { readonly failure: string }, ends: string): boolean =>
  failure.startsWith('Lost ') || ends === 'failed';
