import type { Execution } from '../core/execution/execution';
import type { ExecutionId } from '../core/ids';
import { type ResourceUse, usesOf } from '../core/schedule/describe-resource';
import type { TransactDeps } from './transact';

/**
 * What other executions take of the resources that tasks of this one take; looked up only where it takes any. An
 * execution that ends meanwhile is left out.
 */
export async function resourceUses(
  { cache, store }: Pick<TransactDeps, 'cache' | 'store'>,
  execution: Execution,
): Promise<readonly ResourceUse[] | undefined> {
  const names = new Set(execution.plan.tasks.flatMap(({ resources = {} }) => Object.keys(resources)));
  if (names.size === 0 || execution.status !== 'running') return undefined;
  const open = (await store.open()).filter((id) => id !== execution.id);
  const uses = await Promise.all(
    open.map((id: ExecutionId) => cache.refresh(id).then((known) => usesOf(known.execution))),
  );
  return uses.flat().filter(({ resource }) => names.has(resource));
}
