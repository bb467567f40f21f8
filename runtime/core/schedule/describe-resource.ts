import type { Execution } from '../execution/execution';
import { type Capacity, holdsSlot } from './capacity';

/** A task of another execution that takes units of a resource now. */
export interface ResourceUse {
  readonly resource: string;
  readonly amount: number;
  /** Title of its plan. */
  readonly plan: string;
  readonly task: string;
}

/** At most so many holders are named. */
const MOST_NAMED = 3;

/**
 * Why a task waits for a resource: how much of it there is, who holds it, and what to do where there is too little at all.
 *
 * @param others - Who holds it in other executions, where that was looked up; else only how much they hold is said.
 */
export function describeResource(
  execution: Execution,
  no: number,
  name: string,
  { resources }: Pick<Capacity, 'resources'>,
  others: readonly ResourceUse[] | undefined,
): string {
  const wanted = execution.plan.tasks[no]!.resources?.[name] ?? 1;
  const { limit, free } = resources?.get(name) ?? { limit: 0, free: 0 };
  const some = wanted === 1 ? name : `${wanted} of ${name}`;
  if (limit < wanted)
    return `waits for ${some}, and there ${limit === 0 ? 'is none' : `are ${limit}`}: its operator sets NIGHTSHIFT_RESOURCES=${name}=${wanted} or more`;
  const own = ownUses(execution, name);
  const elsewhere = limit - free - own.reduce((sum, { amount }) => sum + amount, 0);
  const named = (others ?? []).filter(({ resource }) => resource === name);
  const holders = [
    ...own.map(({ task, amount }) => useWords(task, amount)),
    ...named.map(({ plan, task, amount }) => useWords(`${task} of ${plan}`, amount)),
    ...(elsewhere > 0 && named.length === 0 ? [`other plans (${elsewhere})`] : []),
  ];
  const shown = holders.slice(0, MOST_NAMED);
  if (holders.length > MOST_NAMED) shown.push(`${holders.length - MOST_NAMED} more`);
  const held = shown.length === 0 ? 'others that wait for it go first' : `held by ${shown.join(', ')}`;
  return `waits for ${some}${limit === 1 ? '' : ` (${free} of ${limit} free)`}: ${held}`;
}

/** What tasks of an execution take of a resource now. */
function ownUses({ plan, tasks }: Execution, name: string): readonly { task: string; amount: number }[] {
  return plan.tasks.flatMap(({ id, title, resources }, no) => {
    const amount = resources?.[name] ?? 0;
    return amount > 0 && holdsSlot(tasks.at(no)!) ? [{ task: `${id} (${title})`, amount }] : [];
  });
}

/** What tasks of another execution take of any resource now. */
export function usesOf({ plan, tasks }: Execution): readonly ResourceUse[] {
  return plan.tasks.flatMap(({ id, title, resources = {} }, no) =>
    holdsSlot(tasks.at(no)!)
      ? Object.entries(resources).map(([resource, amount]) => ({
          resource,
          amount,
          plan: plan.title,
          task: `${id} (${title})`,
        }))
      : [],
  );
}

const useWords = (who: string, amount: number): string => (amount === 1 ? who : `${who} (${amount})`);
