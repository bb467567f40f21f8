import type { ToolCall } from '../../core/agent/parse-tool-call';
import type { TokenUsage } from '../../core/agent/token-usage';
import type { ToolDefinition } from '../../core/agent/tool-definitions';
import type { ToolAnswer } from './workspace-tools';

/** One conversation with a model, whatever its protocol. It keeps the messages; the loop keeps the limits. */
export interface ModelConversation {
  /**
   * Sends what is new (nothing at first: the prompt is in it) and gives the model's answer.
   *
   * @throws {NightshiftError} `operator` or `transient`; also whatever the SDK throws once `signal` has aborted.
   */
  next(news: ModelNews, signal: AbortSignal): Promise<ModelTurn>;
  /**
   * Forgets the older tool answers, so that the conversation gets shorter; the last question can then be asked again
   * with no news.
   *
   * @returns false when nothing was left to forget.
   */
  shorten(): boolean;
}

/** With what a conversation begins. */
export interface ConversationStart {
  readonly system: string;
  readonly tools: readonly ToolDefinition[];
  readonly prompt: string;
  /** Gets what the model says as it comes. */
  readonly onText: (text: string) => void;
}

export interface ModelNews {
  /** One for each call of the last turn, in the same order. */
  readonly answers: readonly ToolAnswer[];
  /** Said by us besides, such as that the answer was cut. */
  readonly note?: string;
}

export type ModelTurn =
  | {
      readonly type: 'answer';
      readonly text: string;
      readonly toolCalls: readonly ToolCall[];
      /** `cut`: the answer met its length limit, and its tool calls may be incomplete. */
      readonly ending: 'complete' | 'cut' | 'refused';
      /** Undefined when the service does not say. */
      readonly usage: TokenUsage | undefined;
    }
  | { readonly type: 'limit-reached'; readonly until: Date; readonly message: string }
  /** The conversation does not fit the model; it was not answered. */
  | { readonly type: 'too-long'; readonly message: string }
  | { readonly type: 'failed'; readonly code: string; readonly message: string };
