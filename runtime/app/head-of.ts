import { RequestError } from '../core/errors';
import type { StoredHead } from '../core/execution/stored-execution';
import type { ExecutionId } from '../core/ids';
import type { StoredMoment } from '../ports/stored-moments';

/** The row of an execution and its plan, as of one moment. @throws {RequestError} `EXECUTION_UNKNOWN`. */
export async function headOf(moment: Pick<StoredMoment, 'head'>, id: ExecutionId): Promise<StoredHead> {
  const head = await moment.head(id);
  if (head) return head;
  throw new RequestError('EXECUTION_UNKNOWN', `There is no execution ${id}`, {
    hint: '`nightshift status --all` lists them.',
  });
}
