import type { Execution } from '../execution/execution';

/** When an execution was last assigned something, or submitted: who has waited longest comes first. */
export function lastAssignedAt({ tasks, submittedAt }: Execution): string {
  let last = submittedAt;
  for (const { assignedAt, attempt } of tasks) {
    const at = assignedAt ?? attempt?.startedAt;
    if (at !== undefined && at > last) last = at;
  }
  return last;
}
