import { TOOL_DEFINITIONS, type WorkspaceToolName } from './tool-definitions';

/** A tool call as a model sent it: nothing of it is believed. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** The decoded JSON input; undefined when it was not JSON. */
  readonly input: unknown;
}

export type WorkspaceAction =
  | { readonly type: 'read_file'; readonly path: string; readonly offset: number; readonly limit: number }
  | { readonly type: 'write_file'; readonly path: string; readonly content: string }
  | {
      readonly type: 'edit_file';
      readonly path: string;
      readonly oldText: string;
      readonly newText: string;
      readonly isReplacingAll: boolean;
    }
  | { readonly type: 'list_files'; readonly path: string }
  | { readonly type: 'search_files'; readonly pattern: string; readonly path: string }
  | { readonly type: 'run_command'; readonly command: string; readonly timeoutMs: number };

export type ParsedToolCall =
  | { readonly type: 'action'; readonly action: WorkspaceAction }
  /** `reason` is for the model, which may try again. */
  | { readonly type: 'refused'; readonly reason: string };

const DEFAULT_LINES = 2000;
const DEFAULT_TIMEOUT_SECONDS = 120;
const LONGEST_TIMEOUT_SECONDS = 600;

/** What a tool call asks for, or why it cannot be done as asked. */
export function parseToolCall(call: ToolCall): ParsedToolCall {
  const definition = TOOL_DEFINITIONS.find((tool) => tool.name === call.name);
  if (definition === undefined) {
    return refused(`there is no tool ${call.name}; there are ${TOOL_DEFINITIONS.map((tool) => tool.name).join(', ')}`);
  }
  if (typeof call.input !== 'object' || call.input === null || Array.isArray(call.input)) {
    return refused(`the input of ${call.name} must be a JSON object`);
  }
  const input = call.input as Readonly<Record<string, unknown>>;
  for (const [name, value] of Object.entries(input)) {
    const property = Object.hasOwn(definition.input.properties, name) ? definition.input.properties[name] : undefined;
    if (property === undefined) return refused(`${call.name} has no parameter ${name}`);
    if (value !== null && !isOfType(value, property.type)) return refused(`${name} must be of type ${property.type}`);
  }
  const missing = definition.input.required.filter((name) => input[name] === undefined || input[name] === null);
  if (missing.length > 0) return refused(`${call.name} needs ${missing.join(' and ')}`);
  return { type: 'action', action: actionOf(definition.name, input) };
}

function actionOf(type: WorkspaceToolName, input: Readonly<Record<string, unknown>>): WorkspaceAction {
  const text = (name: string, otherwise = '') => (input[name] as string | null | undefined) ?? otherwise;
  const number = (name: string, otherwise: number) => (input[name] as number | null | undefined) ?? otherwise;
  switch (type) {
    case 'read_file':
      return {
        type,
        path: text('path'),
        offset: Math.max(1, number('offset', 1)),
        limit: Math.max(1, number('limit', DEFAULT_LINES)),
      };
    case 'write_file':
      return { type, path: text('path'), content: text('content') };
    case 'edit_file':
      return {
        type,
        path: text('path'),
        oldText: text('old_text'),
        newText: text('new_text'),
        isReplacingAll: input['replace_all'] === true,
      };
    case 'list_files':
      return { type, path: text('path', '.') };
    case 'search_files':
      return { type, pattern: text('pattern'), path: text('path', '.') };
    case 'run_command': {
      const seconds = Math.min(
        Math.max(1, number('timeout_seconds', DEFAULT_TIMEOUT_SECONDS)),
        LONGEST_TIMEOUT_SECONDS,
      );
      return { type, command: text('command'), timeoutMs: seconds * 1000 };
    }
  }
}

function isOfType(value: unknown, type: string): boolean {
  return type === 'integer' ? Number.isSafeInteger(value) : typeof value === type;
}

function refused(reason: string): ParsedToolCall {
  return { type: 'refused', reason };
}
