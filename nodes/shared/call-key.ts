import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * A name for this one call, the same when the call is made again and another for every item and every turn of a
 * loop: n8n execution, node, turn, item.
 */
export function callKey(context: IExecuteFunctions, item: number): string {
  const turn = String(context.evaluateExpression('{{ $runIndex }}', item));
  return [context.getExecutionId(), context.getNode().id, turn, item].join('.');
}
