import type { INodeExecutionData, NodeOperationError } from 'n8n-workflow';

/**
 * The item that an error becomes when the node may continue: `{ error: message, details: { code, hint } }`, in the
 * keys by which n8n knows an error. Its field `error` stays unset: n8n would throw the details away.
 */
export function errorItem({ message, description }: NodeOperationError, item: number): INodeExecutionData {
  const [code = '', ...hint] = (description ?? '').split(': ');
  return { json: { error: message, details: { code, hint: hint.join(': ') } }, pairedItem: { item } };
}
