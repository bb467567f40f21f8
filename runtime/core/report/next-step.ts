import type { Execution } from '../execution/execution';
import { MAX_FAILURES_IN_A_ROW } from '../execution/release-tasks';
import { endsByItself } from '../verify/self-ending-pause';

/**
 * What a person does next about an execution that does not go on by itself, with the command for it; undefined while it
 * goes on, when it has succeeded, and while it waits for answers: its questions say how.
 */
export function nextStepOf({ id, status, reason, failuresInARow }: Execution): string | undefined {
  switch (status) {
    case 'paused':
      if (endsByItself(reason)) return undefined;
      return failuresInARow > MAX_FAILURES_IN_A_ROW
        ? `Mend what made the tasks fail, then let it go on: nightshift control ${id} resume`
        : `Let it go on: nightshift control ${id} resume`;
    case 'failed':
      return `Mend what made the tasks fail, then try them again: nightshift control ${id} retry`;
    case 'cancelled':
      return `Take up what is left: nightshift control ${id} retry`;
    default:
      return undefined;
  }
}
