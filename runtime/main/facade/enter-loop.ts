import type { EnterAnswer, NodeCaller } from '../../app/runtime';
import { asExecutionId } from '../../core/ids';
import type { LoopStore } from '../../ports/loop-store';
import { parseEntry } from './parse-node-input';

/**
 * Lets a restarted loop in: binds the calling n8n execution to the generation that the one-time key was made for. Who calls
 * without that key, or with one that was used, is refused and changes nothing. Safe to repeat by the n8n execution that is in.
 */
export async function enterLoop(
  loops: Pick<LoopStore, 'enter'>,
  input: unknown,
  { workflowId, n8nExecutionId }: NodeCaller,
): Promise<EnterAnswer> {
  const entry = parseEntry(input);
  if (entry === undefined) return REFUSED;
  const { generation, restartKey: startKey } = entry;
  const executionId = asExecutionId(entry.executionId);
  const entered = await loops.enter({ executionId, generation, workflowId, n8nExecutionId, startKey });
  return entered === 'stale' ? REFUSED : { type: 'entered', executionId, generation };
}

/** The same for everything that is wrong: a stranger learns nothing of what there is. */
const REFUSED: EnterAnswer = {
  type: 'refused',
  httpStatus: 401,
  error: {
    code: 'LOOP_KEY_REFUSED',
    message: 'A loop is entered with the key of its restart only, and only once',
    hint: 'Nothing to do: the gateway restarts loops by itself. To hand a plan over, use `nightshift handoff`.',
  },
};
