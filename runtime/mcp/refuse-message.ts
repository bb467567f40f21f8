import { ProtocolErrorCode, parseJSONRPCMessage } from '@modelcontextprotocol/server';
import { type ErrorForm, errorForm } from '../core/error-form';
import { type ErrorDetails, RequestError } from '../core/errors';
import { endOfJson } from '../core/json/end-of-json';
import { problemOfJson } from '../core/json/problem-of-json';

/** An error of JSON-RPC. Its id is null where the message had none that can be said again. */
export interface Refusal {
  readonly jsonrpc: '2.0';
  readonly id: string | number | null;
  /** `data` says the same in the one form of errors. */
  readonly error: { readonly code: number; readonly message: string; readonly data: ErrorForm };
}

/** What carries one message: a line of standard input, or the body of a request. */
export type Carrier = 'line' | 'body';

const NEXT = 'Send one whole message of JSON-RPC 2.0 a line, or a request';

const UNIT = { line: 'line', body: 'request' } as const;

/**
 * What is answered to bytes that are no message of the protocol; undefined when they are one. Nothing of what is refused is done.
 *
 * Source: D4, JSON-RPC 2.0 §5.1; MCP has no batches since 2025-06-18.
 */
export function refuseMessage(bytes: Uint8Array, carrier: Carrier): Refusal | undefined {
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    value = JSON.parse(text);
  } catch {
    return refusal(
      ProtocolErrorCode.ParseError,
      `The ${carrier} is not JSON in UTF-8. Send one whole message of JSON-RPC 2.0 a ${UNIT[carrier]}`,
      null,
      { where: endOfJson(bytes) },
    );
  }
  if (Array.isArray(value)) {
    return invalid(
      null,
      `Batches are not taken, and nothing of this one was done: send its ${value.length} messages a ${UNIT[carrier]} each`,
    );
  }
  if (value === null || typeof value !== 'object')
    return invalid(null, `The ${carrier} is no object. Send a message of JSON-RPC 2.0`);
  const { id, method } = value as Readonly<Record<string, unknown>>;
  const known = typeof id === 'string' || typeof id === 'number' ? id : null;
  const problem = problemOfJson(text, value, 'The message');
  if (problem !== undefined) {
    const { message, hint, where, limit } = problem;
    return invalid(known, hint === undefined ? message : `${message}. ${hint}`, {
      ...(where === undefined ? {} : { where }),
      ...(limit === undefined ? {} : { limit }),
    });
  }
  if (method !== undefined && Object.hasOwn(value, 'id') && typeof id !== 'string' && !Number.isInteger(id)) {
    return invalid(known, 'The id of a request must be a string or a whole number. Send it again with one', {
      where: { path: '/id' },
    });
  }
  try {
    parseJSONRPCMessage(value);
    return undefined;
  } catch {
    return invalid(
      known,
      'This is no message of JSON-RPC 2.0: `jsonrpc` is "2.0", and there is a `method` with `params` in an object, or an `id` with a `result` or an `error`',
    );
  }
}

/** A message that can be read, and is none of the protocol. */
export const invalid = (id: Refusal['id'], message: string, details: ErrorDetails = {}): Refusal =>
  refusal(ProtocolErrorCode.InvalidRequest, message, id, details);

const refusal = (code: number, message: string, id: Refusal['id'], details: ErrorDetails): Refusal => ({
  jsonrpc: '2.0',
  id,
  error: { code, message, data: errorForm(new RequestError('MESSAGE_INVALID', message, { hint: NEXT, details })) },
});
