import { randomUUID } from 'node:crypto';
import type OpenAI from 'openai';
import type { ToolCall } from '../../core/agent/parse-tool-call';
import type { TokenUsage } from '../../core/agent/token-usage';
import type { ToolDefinition } from '../../core/agent/tool-definitions';
import type { Clock } from '../../ports/clock';
import { answersToForget, FORGOTTEN_ANSWER } from '../agent-tools/forgotten-answer';
import type { ConversationStart, ModelConversation, ModelNews, ModelTurn } from '../agent-tools/model-conversation';
import { openaiRefusal } from './openai-refusal';

/** A tool call while its pieces arrive. */
interface PartialCall {
  id: string;
  name: string;
  input: string;
}

/** A conversation over chat completions, streamed. */
export class OpenaiConversation implements ModelConversation {
  private readonly messages: OpenAI.ChatCompletionMessageParam[];

  constructor(
    private readonly deps: { readonly client: OpenAI; readonly model: string; readonly clock: Clock },
    private readonly start: ConversationStart,
  ) {
    this.messages = [
      { role: 'system', content: start.system },
      { role: 'user', content: start.prompt },
    ];
  }

  async next(news: ModelNews, signal: AbortSignal): Promise<ModelTurn> {
    for (const answer of news.answers) {
      this.messages.push({ role: 'tool', tool_call_id: answer.callId, content: answer.content });
    }
    if (news.note !== undefined) this.messages.push({ role: 'user', content: news.note });
    try {
      const stream = await this.deps.client.chat.completions.create(
        {
          model: this.deps.model,
          messages: this.messages,
          tools: this.start.tools.map(toolOf),
          stream: true,
          stream_options: { include_usage: true },
        },
        { signal },
      );
      return await this.read(stream);
    } catch (error) {
      if (signal.aborted) throw error;
      return openaiRefusal(error, new Date(this.deps.clock.now()));
    }
  }

  shorten(): boolean {
    const answers = this.messages.filter((message) => message.role === 'tool').filter(isWhole);
    const forgotten = answers.slice(0, answersToForget(answers.length));
    for (const answer of forgotten) answer.content = FORGOTTEN_ANSWER;
    return forgotten.length > 0;
  }

  /** Pieces of a call carry its index; some services send whole calls without one. */
  private async read(stream: AsyncIterable<OpenAI.ChatCompletionChunk>): Promise<ModelTurn> {
    let text = '';
    let refusal = '';
    let reason: string | null = null;
    let usage: TokenUsage | undefined;
    const calls: PartialCall[] = [];
    for await (const chunk of stream) {
      if (chunk.usage) usage = usageOf(chunk.usage);
      const choice = chunk.choices[0];
      if (choice === undefined) continue;
      reason = choice.finish_reason ?? reason;
      if (choice.delta.content) {
        text += choice.delta.content;
        this.start.onText(choice.delta.content);
      }
      refusal += choice.delta.refusal ?? '';
      for (const piece of choice.delta.tool_calls ?? []) addPiece(calls, piece);
    }
    this.messages.push({
      role: 'assistant',
      content: text,
      ...(calls.length === 0 ? {} : { tool_calls: calls.map(messageCallOf) }),
    });
    const ending = refusal !== '' || reason === 'content_filter' ? 'refused' : reason === 'length' ? 'cut' : 'complete';
    return { type: 'answer', text: text || refusal, toolCalls: calls.map(toolCallOf), ending, usage };
  }
}

function isWhole(answer: OpenAI.ChatCompletionToolMessageParam): boolean {
  return answer.content !== FORGOTTEN_ANSWER;
}

function addPiece(calls: PartialCall[], piece: OpenAI.ChatCompletionChunk.Choice.Delta.ToolCall): void {
  const index = typeof piece.index === 'number' ? piece.index : calls.length;
  // Some services give no id; ours only has to be the same in call and answer.
  const call = calls[index] ?? { id: `call_${randomUUID()}`, name: '', input: '' };
  if (piece.id) call.id = piece.id;
  call.name += piece.function?.name ?? '';
  call.input += piece.function?.arguments ?? '';
  calls[index] = call;
}

function messageCallOf(call: PartialCall): OpenAI.ChatCompletionMessageToolCall {
  return { id: call.id, type: 'function', function: { name: call.name, arguments: call.input } };
}

function toolCallOf(call: PartialCall): ToolCall {
  return { id: call.id, name: call.name, input: decoded(call.input) };
}

/** Undefined for what is not JSON: the model is told so and may try again. */
function decoded(input: string): unknown {
  try {
    return JSON.parse(input === '' ? '{}' : input);
  } catch {
    return undefined;
  }
}

function toolOf(definition: ToolDefinition): OpenAI.ChatCompletionTool {
  const { name, description, input } = definition;
  return { type: 'function', function: { name, description, parameters: { ...input } } };
}

function usageOf(usage: OpenAI.CompletionUsage): TokenUsage {
  return {
    inputTokens: usage.prompt_tokens,
    outputTokens: usage.completion_tokens,
    cacheReadTokens: usage.prompt_tokens_details?.cached_tokens ?? 0,
    cacheWriteTokens: 0,
  };
}
