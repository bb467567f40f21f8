import { asExecutionId } from '../core/ids';
import type { Loop, LoopStore } from '../ports/loop-store';
import type { WaitingNode, WakeAnswer } from './runtime';

/**
 * Whether a nudge lets a suspended loop go on: only for its own execution, generation and wait number, and only when
 * that wait is due. Reads only, and once, so that a nudge lost after it changes nothing: the sender repeats until the loop calls.
 *
 * @returns Beside the answer, of what kind the loop is that goes on.
 */
export async function wakeAnswer(
  deps: { readonly loops: Pick<LoopStore, 'get'> },
  waiting: WaitingNode,
): Promise<WakeAnswer & { readonly kind?: Loop['kind'] }> {
  const { executionId, generation, wait, n8nExecutionId } = waiting;
  const body = { executionId, generation, wait };
  const loop = await deps.loops.get(asExecutionId(executionId));
  const isOurs = loop?.n8nExecutionId === n8nExecutionId && loop.generation === generation && loop.wait === wait;
  if (!isOurs) return { httpStatus: 409, body: { ...body, resumed: false, reason: 'another wait' } };
  if (!loop.isDue) return { httpStatus: 202, body: { ...body, resumed: false, reason: 'nothing to do yet' } };
  return { kind: loop.kind, httpStatus: 200, body: { ...body, resumed: true }, item: { executionId, generation } };
}
