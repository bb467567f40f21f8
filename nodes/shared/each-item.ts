import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Answer } from '../../runtime/index';
import { errorItem } from './error-item';
import { nodeError } from './node-error';
import { toJson } from './to-json';

/** What one input item gives: data for one of the node's outputs, the first unless said. */
export interface Emission {
  readonly json: Answer;
  readonly output?: number;
}

export interface ItemLoop {
  /** How many outputs the node has; 1 unless said. */
  readonly outputs?: number;
  /** Where an item goes that failed while the node is set to continue; the first unless said. */
  readonly errorOutput?: number;
  /** A loop node acts for its execution, not for its items: only the first one counts. */
  readonly once?: boolean;
}

/**
 * Calls `answer` for each input item, in order, and puts what it gives on the node's outputs, each linked to
 * its item. `undefined` gives nothing. An error stops the node, or, when it is set to continue, becomes an item.
 */
export async function eachItem(
  context: IExecuteFunctions,
  answer: (item: number) => Promise<Emission | undefined>,
  { outputs = 1, errorOutput = 0, once = false }: ItemLoop = {},
): Promise<INodeExecutionData[][]> {
  const emitted: INodeExecutionData[][] = Array.from({ length: outputs }, () => []);
  const count = once ? Math.min(1, context.getInputData().length) : context.getInputData().length;
  for (let item = 0; item < count; item++) {
    try {
      const emission = await answer(item);
      if (emission === undefined) continue;
      emitted[emission.output ?? 0]?.push({ json: toJson(emission.json), pairedItem: { item } });
    } catch (cause) {
      const error = nodeError(context.getNode(), cause, item);
      if (!context.continueOnFail()) throw error;
      emitted[errorOutput]?.push(errorItem(error, cause, item));
    }
  }
  return emitted;
}
