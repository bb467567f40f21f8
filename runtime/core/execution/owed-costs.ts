import type { Draft } from './draft';
import type { Owes } from './event';
import type { AttemptRef, Execution, TaskState } from './execution';

/** What goes into an event that takes an attempt from its worker: an agent that costs money may have spent some by then. */
export const owesOf = ({ status, grantUsd }: TaskState): Owes =>
  status === 'active' && grantUsd !== undefined ? { owes: true } : {};

/** True while nobody has said what an attempt had cost that was taken from its worker. */
export const isOwed = ({ owing = [] }: Execution, { task, token }: AttemptRef): boolean =>
  owing.some((one) => one.task === task && one.token === token);

/** Books what an attempt had cost, once; nothing happens unless that is owed and it is something. Source: I22. */
export function bookCost(
  draft: Draft,
  { task, token }: AttemptRef,
  spent: { readonly costUsd: number; readonly inputTokens: number; readonly outputTokens: number },
): void {
  const { costUsd, inputTokens, outputTokens } = spent;
  if (costUsd + inputTokens + outputTokens === 0 || !isOwed(draft.execution, { task, token })) return;
  draft.record({ type: 'cost-booked', of: { task, token }, costUsd, inputTokens, outputTokens });
}
