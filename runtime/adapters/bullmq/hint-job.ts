import { asExecutionId, type WorkerId } from '../../core/ids';
import type { Hint } from '../../ports/hints';

/** What a job of a worker's queue carries. Of no use to whoever reads it: ids only. */
export interface HintJob {
  readonly executionId: string;
  readonly task: number;
  readonly token: number;
  readonly kind: string;
}

export const hintJobOf = ({ executionId, task, token, kind }: Hint): HintJob => ({ executionId, task, token, kind });

/** BullMQ drops an add whose id it still holds. Ids may not be whole numbers or contain `:`. */
export const hintJobIdOf = ({ executionId, task, token }: Hint): string => `${executionId}.${task}.${token}`;

/** The hint in a job; undefined for what is none, as anybody with the database's password could have put it there. */
export function hintOf(worker: WorkerId, data: unknown): Hint | undefined {
  const { executionId, task, token, kind } = (data ?? {}) as Partial<Record<keyof HintJob, unknown>>;
  if (typeof executionId !== 'string' || !Number.isSafeInteger(task) || !Number.isSafeInteger(token)) return undefined;
  if (kind !== 'attempt' && kind !== 'merge') return undefined;
  return { worker, executionId: asExecutionId(executionId), task: task as number, token: token as number, kind };
}
