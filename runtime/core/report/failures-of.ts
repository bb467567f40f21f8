import type { Execution } from '../execution/execution';
import type { FailureView } from './views';

/** What went wrong last in each task that is not completed, in plan order: also in those that are to be tried again. */
export function failuresOf(execution: Execution): readonly FailureView[] {
  return execution.plan.tasks.flatMap(({ id, title }, no) => {
    const { status, lastFailure, tries: before, attempt } = execution.tasks.at(no)!;
    if (status === 'completed' || lastFailure === undefined) return [];
    // The one that it failed with is counted nowhere: no other follows.
    const tries = status === 'failed' && attempt !== undefined ? before + 1 : before;
    return [{ id, title, isFinal: status === 'failed', tries, failure: lastFailure }];
  });
}
