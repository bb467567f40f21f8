import type { IExecuteFunctions } from 'n8n-workflow';
import { callKey } from '../shared/call-key';

/**
 * What is handed over: the exact bytes of a webhook with its headers, for the signature is over the bytes, or a text.
 * An option that was not set is absent.
 */
export async function submissionOf(context: IExecuteFunctions, item: number): Promise<Record<string, unknown>> {
  const options = context.getNodeParameter('options', item, {});
  if (context.getNodeParameter('source', item) === 'text') {
    return {
      source: 'text',
      text: context.getNodeParameter('text', item),
      fileName: context.getNodeParameter('fileName', item, ''),
      format: context.getNodeParameter('format', item, ''),
      callKey: callKey(context, item),
      options,
    };
  }
  const property = context.getNodeParameter('binaryProperty', item);
  return {
    source: 'webhook',
    body: await context.helpers.getBinaryDataBuffer(item, String(property)),
    headers: context.getInputData()[item]?.json['headers'] ?? {},
    requireSignature: context.getNodeParameter('requireSignature', item) !== false,
    options,
  };
}
