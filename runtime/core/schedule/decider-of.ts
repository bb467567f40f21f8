import { sha256 } from '../execution/hash-event';
import type { ExecutionId, WorkerId } from '../ids';

/**
 * The one of these workers that decides on an execution: the same for whoever asks with the same workers, another only where it is
 * itself gone or a new one comes first. Undefined when there are none.
 *
 * Source: highest random weight (Thaler and Ravishankar, 1998).
 */
export function deciderOf(execution: ExecutionId, workers: Iterable<WorkerId>): WorkerId | undefined {
  let decider: WorkerId | undefined;
  let highest = '';
  for (const worker of workers) {
    const weight = sha256(`${execution} ${worker}`);
    if (weight > highest) [decider, highest] = [worker, weight];
  }
  return decider;
}
