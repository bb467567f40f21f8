import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

const CODE = 'NODE_ONE_ITEM';

/**
 * The index of the one input item. An n8n execution waits for one thing at a time, so a node that suspends takes one.
 *
 * @throws {NodeOperationError} `NODE_ONE_ITEM` when there are more.
 */
export function onlyItem(context: IExecuteFunctions): number {
  const count = context.getInputData().length;
  if (count > 1) {
    throw new NodeOperationError(context.getNode(), `This operation takes one item at a time, and got ${count}`, {
      description: `${CODE}: put a Loop Over Items node with batch size 1 before it`,
    });
  }
  return 0;
}
