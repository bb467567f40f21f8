import type { DraftTask } from './draft';
import type { Findings } from './findings';
import type { ExecutionTask } from './plan';
import { cut } from './text/cut';
import { quote } from './text/quote';

/** What a resource may be called: what the setting `NIGHTSHIFT_RESOURCES` can name. */
export const RESOURCE_NAME = /^[a-z0-9][a-z0-9-]{0,62}$/;
/** More units of one resource, or more of them for one task, are a slip. */
export const MOST_UNITS = 1_000;
const MOST_RESOURCES = 20;

/** The resources of a task, each once and by name. One that cannot be is a problem in any format: without it two tasks would meet. */
export function checkResources(draft: DraftTask, findings: Findings): ExecutionTask['resources'] | undefined {
  const { resources = [] } = draft;
  if (resources.length === 0) return undefined;
  const units = new Map<string, number>();
  for (const { name, amount, where } of resources) {
    const wrong = wrongIn(name, amount, units);
    if (wrong === undefined) units.set(name, amount);
    else
      findings.problem('PLAN_RESOURCE', where, wrong, {
        path: cut(draft.originalId, 100),
        hint: 'As in resources: {test-db: 1, gpu: 2}',
      });
  }
  return Object.fromEntries([...units].sort(([one], [other]) => (one < other ? -1 : 1)));
}

function wrongIn(name: string, amount: number, units: ReadonlyMap<string, number>): string | undefined {
  if (!RESOURCE_NAME.test(name))
    return `${quote(name)} cannot be a resource: up to 63 lower-case letters, digits and hyphens`;
  if (!Number.isInteger(amount) || amount < 1 || amount > MOST_UNITS)
    return `The task cannot take ${amount} of ${name}: a whole number, 1 to ${MOST_UNITS}`;
  if (units.has(name)) return `The task names ${name} twice`;
  return units.size === MOST_RESOURCES ? `The task names more than ${MOST_RESOURCES} resources` : undefined;
}
