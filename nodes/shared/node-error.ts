import type { INode } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { isNightshiftError } from '../../runtime/index';

/** User name and password inside a URL: n8n keeps errors in its execution data, secrets may not get there. */
const URL_LOGIN = /:\/\/[^\s/@]+@/g;

/** The same value without user names and passwords in its URLs. */
export const withoutLogins = <Value>(value: Value): Value =>
  JSON.parse(
    JSON.stringify(value, (_, one: unknown) => (typeof one === 'string' ? one.replace(URL_LOGIN, '://') : one)),
  ) as Value;

/**
 * Any error as n8n shows it: the message, and below it the stable code with the next step.
 * The original is not kept as cause, because n8n saves causes with every field they carry.
 */
export function nodeError(node: INode, error: unknown, itemIndex: number): NodeOperationError {
  if (error instanceof NodeOperationError) return error;
  const { message, description } = explain(error);
  return new NodeOperationError(node, message.replace(URL_LOGIN, '://'), { description, itemIndex });
}

function explain(error: unknown): { readonly message: string; readonly description: string } {
  if (isNightshiftError(error)) {
    return {
      message: error.message,
      description: error.hint === undefined ? error.code : `${error.code}: ${error.hint}`,
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { message, description: 'BUG_UNEXPECTED: not an error that nightshift knows; its log has more' };
}
