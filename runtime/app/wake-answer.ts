import { asExecutionId } from '../core/ids';
import type { LoopStore } from '../ports/loop-store';
import type { WaitingNode, WakeAnswer } from './runtime';

/**
 * Whether a nudge lets a suspended loop go on: only for its own execution, generation and wait number, and only when
 * that wait is due. Reads only, so that a nudge lost after it changes nothing: the sender repeats until the loop calls.
 */
export async function wakeAnswer(deps: { readonly loops: LoopStore }, waiting: WaitingNode): Promise<WakeAnswer> {
  const { executionId, generation, wait, n8nExecutionId } = waiting;
  const body = { executionId, generation, wait };
  const loop = await deps.loops.get(asExecutionId(executionId));
  const isOurs = loop?.n8nExecutionId === n8nExecutionId && loop.generation === generation && loop.wait === wait;
  if (!isOurs) return { httpStatus: 409, body: { ...body, resumed: false, reason: 'another wait' } };
  if (!(await deps.loops.isDue({ executionId: loop.executionId, generation, wait }))) {
    return { httpStatus: 202, body: { ...body, resumed: false, reason: 'nothing to do yet' } };
  }
  return { httpStatus: 200, body: { ...body, resumed: true }, item: { executionId, generation } };
}
