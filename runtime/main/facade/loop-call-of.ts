import type { NodeCaller } from '../../app/runtime';
import { RequestError } from '../../core/errors';
import { asExecutionId } from '../../core/ids';
import type { LoopCall, LoopStore } from '../../ports/loop-store';
import { parseLoopInput } from './parse-node-input';

/**
 * The call of a loop node. Its item names execution and generation, unless a person's node before it gave an item of its
 * own: then it is the loop that the calling n8n execution drives.
 *
 * @throws {RequestError} `NODE_INPUT_INVALID` when the item names none and the n8n execution drives none.
 */
export async function loopCallOf(
  loops: Pick<LoopStore, 'drivenBy'>,
  input: unknown,
  { workflowId, n8nExecutionId }: NodeCaller,
): Promise<LoopCall> {
  const { executionId, generation, restartKey } = parseLoopInput(input);
  const caller = { workflowId, n8nExecutionId, ...(restartKey === undefined ? {} : { startKey: restartKey }) };
  if (executionId !== undefined && generation !== undefined)
    return { ...caller, executionId: asExecutionId(executionId), generation };
  const loop = await loops.drivenBy({ workflowId, n8nExecutionId });
  if (loop && (executionId === undefined || executionId === loop.executionId))
    return { ...caller, executionId: loop.executionId, generation: loop.generation };
  throw new RequestError('NODE_INPUT_INVALID', 'The item names no execution, and this n8n execution drives none', {
    hint: 'Place the node behind Parse Plan with the operation Submit, or give it Execution ID and Generation.',
  });
}
