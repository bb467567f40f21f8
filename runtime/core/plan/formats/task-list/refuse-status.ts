import type { DataMap } from '../../data/data-node';
import type { Findings } from '../../findings';
import { field } from './strict-fields';

/** A status is nightshift's to say: any but `pending` is a problem. */
export function refuseStatus(findings: Findings, map: DataMap, path: string): void {
  const entry = field(map, 'status');
  if (entry === undefined || (entry.value.type === 'text' && entry.value.value === 'pending')) return;
  findings.problem('PLAN_FORBIDDEN_FIELD', entry.value.where, 'A plan cannot say that a task is done or running', {
    path: `${path}/status`,
    hint: 'Leave status out; a task counts as done when its criteria were proven. One that was done before: marked: completed',
  });
}
