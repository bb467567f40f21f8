import { type McpServer, ProtocolError, ProtocolErrorCode, type ServerContext } from '@modelcontextprotocol/server';
import { z } from 'zod/v4';
import { RequestError } from '../core/errors';
import { factsOfFields } from '../core/facts-of-fields';
import { errorData, errorText } from './answers/error-answer';
import { oneLine } from './answers/one-line';
import { argumentProblems } from './argument-problems';
import type { Tool } from './tool';

/** Of what came in, as much as an error says again. */
const ECHO = 120;
const PROBLEMS_SHOWN = 10;

export interface ToolService {
  readonly tools: readonly Tool[];
  /** The answer of one of them to what it was rightly asked. */
  readonly answer: (tool: Tool, input: Record<string, unknown>, context: ServerContext) => Promise<string>;
  /** Told of everything that a model is told as an error. */
  readonly note: (part: string, error: unknown) => void;
}

/**
 * Lists tools and answers their calls. A call of one that there is not is an error of the protocol, which names those
 * there are; whatever else goes wrong is a result: code, message, next step.
 *
 * By hand, because the SDK's own handlers say of an unknown tool nothing but its name, however long that is.
 *
 * Source: D4.
 */
export function serveTools({ server }: McpServer, { tools, answer, note }: ToolService): void {
  const listed = tools.map(descriptionOf);
  server.registerCapabilities({ tools: {} });
  server.setRequestHandler('tools/list', () => ({ tools: listed }));
  server.setRequestHandler('tools/call', async ({ params }, context) => {
    const tool = tools.find(({ name }) => name === params.name);
    if (tool === undefined) throw unknownTool(params.name, tools);
    try {
      return textResult(await answer(tool, argumentsOf(tool, params.arguments ?? {}), context));
    } catch (error) {
      note(tool.name, error);
      // Models read the text; programs find the same here, and it fills nobody's window.
      return { ...textResult(errorText(error)), isError: true, _meta: { 'nightshift/error': errorData(error) } };
    }
  });
}

const textResult = (text: string) => ({ content: [{ type: 'text' as const, text }] });

function descriptionOf({ name, title, description, input, isReadOnly, isDestructive, isIdempotent }: Tool) {
  return {
    name,
    title,
    description,
    inputSchema: z.toJSONSchema(input, { io: 'input' }) as { readonly type: 'object' },
    annotations: {
      title,
      readOnlyHint: isReadOnly,
      destructiveHint: isDestructive,
      idempotentHint: isIdempotent,
      openWorldHint: false,
    },
    // Claude Code shows a model only the names of tools unless this stands here.
    _meta: { 'anthropic/alwaysLoad': true },
  };
}

function argumentsOf({ name, input }: Tool, given: unknown): Record<string, unknown> {
  const parsed = input.safeParse(given);
  if (parsed.success) return parsed.data;
  const problems = argumentProblems(parsed.error.issues, given);
  const said = problems.slice(0, PROBLEMS_SHOWN).map(({ message }) => message);
  throw new RequestError('ARGUMENTS_INVALID', `The arguments of ${name} are wrong: ${said.join('; ')}`, {
    hint: `It takes ${Object.keys(input.shape).join(', ')}; correct them and call it again`,
    details: factsOfFields(problems),
  });
}

function unknownTool(name: string, tools: readonly Tool[]): ProtocolError {
  const names = tools.map((tool) => tool.name).join(', ');
  const error = new RequestError('TOOL_UNKNOWN', `There is no tool ${oneLine(name, ECHO)}. Tools are ${names}`, {
    hint: 'Call one of these',
  });
  return new ProtocolError(ProtocolErrorCode.InvalidParams, error.message, errorData(error));
}
