import type { INodeExecutionData, NodeOperationError } from 'n8n-workflow';
import { errorForm, isNightshiftError } from '../../runtime/index';
import { withoutLogins } from './node-error';
import { toJson } from './to-json';

/**
 * The item that an error becomes when the node may continue: `{ error: message, details }`, in the keys by which n8n knows an
 * error. Its field `error` stays unset: n8n would throw the details away. `details` has the one form of errors: code, place,
 * limit, hint.
 *
 * @param error - What `nodeError` made of `cause`.
 */
export function errorItem(error: NodeOperationError, cause: unknown, item: number): INodeExecutionData {
  return { json: { error: error.message, details: detailsOf(error, cause) }, pairedItem: { item } };
}

function detailsOf({ message, description }: NodeOperationError, cause: unknown) {
  if (isNightshiftError(cause)) return toJson(withoutLogins({ ...errorForm(cause) }));
  const [code = '', ...hint] = (description ?? '').split(': ');
  return { code, message, hint: hint.join(': ') };
}
