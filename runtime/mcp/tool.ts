import type { z } from 'zod/v4';
import type { McpBackend, McpScope } from './mcp-backend';

/** One thing that a model may ask for. */
export interface Tool<Input extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  readonly title: string;
  /** For a model: when to call it, what comes back, what to do then. */
  readonly description: string;
  readonly scope: McpScope;
  readonly input: Input;
  /** It changes nothing. */
  readonly isReadOnly: boolean;
  /** What it does cannot be taken back. */
  readonly isDestructive: boolean;
  /** Twice is the same as once. */
  readonly isIdempotent: boolean;
  /** The text for the model. */
  readonly answer: (input: z.output<Input>, call: ToolCall) => Promise<string>;
}

/** What a call is made with. */
export interface ToolCall {
  readonly backend: McpBackend;
  /** Aborts when the caller gives up. */
  readonly signal: AbortSignal;
  /** Tells a caller who wants to know how far it is; `total` is absent where nobody knows. */
  readonly progress: (message: string, done: number, total?: number) => Promise<void>;
  /** Waits; at once when the signal aborts. */
  readonly sleep: (ms: number) => Promise<void>;
  readonly now: () => number;
  /** Does what waits, as one of so many at a time. @throws {RequestError} `WAITS_FULL`. */
  readonly hold: <T>(work: () => Promise<T>) => Promise<T>;
}

/** Keeps the types of a tool's input together. */
export function tool<Input extends z.ZodObject>(definition: Tool<Input>): Tool {
  return definition as unknown as Tool;
}
