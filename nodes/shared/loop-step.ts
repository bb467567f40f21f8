import type { LoopAnswer } from '../../runtime/index';
import type { Emission } from './each-item';

/** One item with which the loop goes on; nothing when another n8n execution drives, so that this one ends silently. */
export function loopStep(answer: LoopAnswer): Emission | undefined {
  if (answer.type === 'stale' || answer.state === 'handed-on') return undefined;
  return { json: { ...answer } };
}
