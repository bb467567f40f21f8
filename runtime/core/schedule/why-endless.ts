import { workersAtHome } from './capacity';
import type { Moment } from './explain-waits';
import { missingNeeds } from './missing-needs';

/**
 * Why a plan that runs has no end as things are, because something it needs is not there at all; undefined where it has one, and
 * where nothing is known of the workers. Of several reasons the first of the plan. Cost: linear.
 */
export function whyEndless({ execution, capacity }: Moment): string | undefined {
  const { tasks, plan, options } = execution;
  if (!capacity || !tasks.some(({ status }) => status === 'pending')) return undefined;
  if (capacity.globalLimit <= 0) return 'no task may start: the limit of all executions is 0';
  const workers = workersAtHome(capacity, options);
  if (workers.length === 0) return 'no worker is there that could do its tasks';
  for (const [no, { status }] of tasks.entries()) {
    if (status !== 'pending') continue;
    const { id, title, resources = {} } = plan.tasks[no]!;
    const missing = missingNeeds(execution, workers, no);
    if (missing.length > 0) return `no worker has ${missing.join(' and ')}, which ${id} (${title}) needs`;
    for (const name in resources) {
      const limit = capacity.resources?.get(name)?.limit ?? 0;
      const amount = resources[name]!;
      if (amount > limit)
        return `${id} (${title}) takes ${amount} of ${name}, and there ${limit === 1 ? 'is' : 'are'} ${limit}`;
    }
  }
  return undefined;
}
