import type Anthropic from '@anthropic-ai/sdk';
import type { ToolCall } from '../../core/agent/parse-tool-call';
import type { TokenUsage } from '../../core/agent/token-usage';
import type { ToolDefinition } from '../../core/agent/tool-definitions';
import type { Clock } from '../../ports/clock';
import { answersToForget, FORGOTTEN_ANSWER } from '../agent-tools/forgotten-answer';
import type { ConversationStart, ModelConversation, ModelNews, ModelTurn } from '../agent-tools/model-conversation';
import { anthropicRefusal } from './anthropic-refusal';

/** Longest answer in tokens; streaming has no time limit for it. */
const MAX_TOKENS = 16_000;

/** A conversation over the Messages API, streamed. What was said before is read from the provider's cache. */
export class AnthropicConversation implements ModelConversation {
  private readonly messages: Anthropic.MessageParam[];

  constructor(
    private readonly deps: { readonly client: Anthropic; readonly model: string; readonly clock: Clock },
    private readonly start: ConversationStart,
  ) {
    this.messages = [{ role: 'user', content: start.prompt }];
  }

  async next(news: ModelNews, signal: AbortSignal): Promise<ModelTurn> {
    const content = contentOf(news);
    if (content.length > 0) this.messages.push({ role: 'user', content });
    let message: Anthropic.Message;
    try {
      const stream = this.deps.client.messages.stream(
        {
          model: this.deps.model,
          max_tokens: MAX_TOKENS,
          system: this.start.system,
          tools: this.start.tools.map(toolOf),
          messages: this.messages,
          cache_control: { type: 'ephemeral' },
        },
        { signal },
      );
      stream.on('text', this.start.onText);
      message = await stream.finalMessage();
    } catch (error) {
      if (signal.aborted) throw error;
      return anthropicRefusal(error, new Date(this.deps.clock.now()));
    }
    this.messages.push({ role: 'assistant', content: message.content });
    return turnOf(message);
  }

  shorten(): boolean {
    const blocks = this.messages.flatMap((message) => (typeof message.content === 'string' ? [] : message.content));
    const results = blocks.filter(isToolResult);
    const forgotten = results.slice(0, answersToForget(results.length));
    for (const block of forgotten) block.content = FORGOTTEN_ANSWER;
    return forgotten.length > 0;
  }
}

function isToolResult(block: Anthropic.ContentBlockParam): block is Anthropic.ToolResultBlockParam {
  return block.type === 'tool_result' && block.content !== FORGOTTEN_ANSWER;
}

function contentOf(news: ModelNews): Anthropic.ContentBlockParam[] {
  const results = news.answers.map(
    (answer): Anthropic.ToolResultBlockParam => ({
      type: 'tool_result',
      tool_use_id: answer.callId,
      content: answer.content,
      is_error: answer.isError,
    }),
  );
  return news.note === undefined ? results : [...results, { type: 'text', text: news.note }];
}

function toolOf(definition: ToolDefinition): Anthropic.Tool {
  const { name, description, input } = definition;
  return { name, description, input_schema: { ...input, required: [...input.required] } };
}

function turnOf(message: Anthropic.Message): ModelTurn {
  const text = message.content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n');
  const toolCalls = message.content.flatMap((block): ToolCall[] =>
    block.type === 'tool_use' ? [{ id: block.id, name: block.name, input: block.input }] : [],
  );
  return { type: 'answer', text, toolCalls, ending: endingOf(message.stop_reason), usage: usageOf(message.usage) };
}

function endingOf(reason: Anthropic.StopReason | null): 'complete' | 'cut' | 'refused' {
  if (reason === 'refusal') return 'refused';
  return reason === 'max_tokens' || reason === 'model_context_window_exceeded' ? 'cut' : 'complete';
}

function usageOf(usage: Anthropic.Usage): TokenUsage {
  const cacheReadTokens = usage.cache_read_input_tokens ?? 0;
  const cacheWriteTokens = usage.cache_creation_input_tokens ?? 0;
  return {
    inputTokens: usage.input_tokens + cacheReadTokens + cacheWriteTokens,
    outputTokens: usage.output_tokens,
    cacheReadTokens,
    cacheWriteTokens,
  };
}
