import { ProtocolErrorCode, parseJSONRPCMessage } from '@modelcontextprotocol/server';
import { problemOfJson } from '../../core/json/problem-of-json';

/** An error of JSON-RPC. Its id is null where the line had none that can be said again. */
export interface LineRefusal {
  readonly jsonrpc: '2.0';
  readonly id: string | number | null;
  readonly error: { readonly code: number; readonly message: string };
}

/**
 * What a line of standard input is answered that is no message of the protocol; undefined when it is one. Nothing of a refused
 * line is done.
 *
 * Source: D4, JSON-RPC 2.0 §5.1; MCP has no batches since 2025-06-18.
 */
export function refuseLine(line: Uint8Array): LineRefusal | undefined {
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(line);
    value = JSON.parse(text);
  } catch {
    return refusal(
      ProtocolErrorCode.ParseError,
      'The line is not JSON in UTF-8. Send one whole message of JSON-RPC 2.0 a line',
    );
  }
  if (Array.isArray(value)) {
    return invalid(
      null,
      `Batches are not taken, and nothing of this one was done: send its ${value.length} messages a line each`,
    );
  }
  if (value === null || typeof value !== 'object')
    return invalid(null, 'The line is no object. Send a message of JSON-RPC 2.0');
  const { id, method } = value as Readonly<Record<string, unknown>>;
  const known = typeof id === 'string' || typeof id === 'number' ? id : null;
  const problem = problemOfJson(text, value, 'The message');
  if (problem !== undefined) {
    return invalid(known, problem.hint === undefined ? problem.message : `${problem.message}. ${problem.hint}`);
  }
  if (method !== undefined && Object.hasOwn(value, 'id') && typeof id !== 'string' && !Number.isInteger(id)) {
    return invalid(known, 'The id of a request must be a string or a whole number. Send it again with one');
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

/** What a line is answered of which no more than its id was kept. */
export function refuseLongLine(id: string | number | undefined, mostBytes: number): LineRefusal {
  return invalid(
    id ?? null,
    `The line has more than ${mostBytes} bytes, the most that is taken, so it was dropped. Give a long plan as \`file\``,
  );
}

const invalid = (id: LineRefusal['id'], message: string): LineRefusal =>
  refusal(ProtocolErrorCode.InvalidRequest, message, id);

const refusal = (code: number, message: string, id: LineRefusal['id'] = null): LineRefusal => ({
  jsonrpc: '2.0',
  id,
  error: { code, message },
});
