import { BoundedLines } from '../../core/agent/bounded-lines';
import { addTokens, NO_TOKENS, type TokenUsage } from '../../core/agent/token-usage';

/** The last `result` event: how the CLI says it ended. */
export interface ClaudeCodeResult {
  readonly subtype: string;
  readonly isError: boolean;
  readonly text: string;
  readonly stopReason: string | undefined;
  readonly apiStatus: number | undefined;
}

/** A line longer than this is skipped: what is read of the stream is far shorter. */
const MAX_LINE_BYTES = 8 * 1024 * 1024;
/** Answers whose tokens are remembered until a result counts them. */
const MAX_OPEN_ANSWERS = 10_000;

/**
 * Reads the CLI's `stream-json` as it comes, whatever it holds: lines that are no JSON, too long or unknown are
 * passed over. It is a report, not evidence: processes of the agent could have written it.
 *
 * Shape (CLI 2.1.329): `system/init`, `assistant`, `user`, `system/api_retry`, `rate_limit_event`, `result`. A resumed
 * session's `total_cost_usd` counts all runs of the session, so `model_usage_since_last_result` is preferred; results
 * are added up.
 */
export class ClaudeCodeReport {
  private readonly lines = new BoundedLines(MAX_LINE_BYTES);
  private readonly open = new Map<string, { readonly model: string; readonly usage: TokenUsage }>();
  private counted: TokenUsage = NO_TOKENS;
  private countedCostUsd = 0;

  sessionId: string | undefined;
  result: ClaudeCodeResult | undefined;
  /** The kind of the last failed model request: `rate_limit`, `authentication_failed`, `billing_error`, … */
  apiError: string | undefined;
  /** Epoch seconds at which the limit that refused the last request ends. */
  limitResetsAt: number | undefined;
  /** The last text that the model said. */
  lastText = '';

  push(chunk: Uint8Array): void {
    for (const line of this.lines.push(chunk)) this.read(line);
  }

  end(): void {
    for (const line of this.lines.end()) this.read(line);
  }

  /** Tokens that a result has counted, and tokens of answers that none has, by model. */
  tokens(): { readonly counted: TokenUsage; readonly costUsd: number; readonly open: readonly OpenTokens[] } {
    return { counted: this.counted, costUsd: this.countedCostUsd, open: [...this.open.values()] };
  }

  private read(line: string): void {
    const event = objectOf(decoded(line));
    switch (event['type']) {
      case 'system':
        if (event['subtype'] === 'init') this.sessionId = textOf(event['session_id']) ?? this.sessionId;
        return;
      case 'assistant':
        this.readAssistant(event);
        return;
      case 'rate_limit_event':
        this.readRateLimit(objectOf(event['rate_limit_info']));
        return;
      case 'result':
        this.readResult(event);
    }
  }

  private readAssistant(event: JsonObject): void {
    const message = objectOf(event['message']);
    if (event['is_api_error_message'] === true) {
      this.apiError = textOf(event['error']);
      return;
    }
    for (const block of arrayOf(message['content']).map(objectOf)) {
      if (block['type'] === 'text') this.lastText = textOf(block['text']) ?? this.lastText;
    }
    const id = textOf(message['id']);
    if (id === undefined || (this.open.size >= MAX_OPEN_ANSWERS && !this.open.has(id))) return;
    const usage = objectOf(message['usage']);
    this.open.set(id, {
      model: textOf(message['model']) ?? '',
      usage: tokensOf(
        usage['input_tokens'],
        usage['output_tokens'],
        usage['cache_read_input_tokens'],
        usage['cache_creation_input_tokens'],
      ),
    });
  }

  private readRateLimit(info: JsonObject): void {
    this.limitResetsAt = info['status'] === 'rejected' ? numberOf(info['resetsAt']) || undefined : undefined;
  }

  private readResult(event: JsonObject): void {
    this.sessionId = textOf(event['session_id']) ?? this.sessionId;
    const apiStatus = numberOf(event['api_error_status']);
    this.result = {
      subtype: textOf(event['subtype']) ?? '',
      isError: event['is_error'] !== false,
      text: textOf(event['result']) ?? arrayOf(event['errors']).map(String).join('; '),
      stopReason: textOf(event['stop_reason']),
      apiStatus: apiStatus > 0 ? apiStatus : undefined,
    };
    const since = event['model_usage_since_last_result'];
    const models = Object.values(objectOf(since ?? event['modelUsage'])).map(objectOf);
    for (const model of models) {
      this.counted = addTokens(
        this.counted,
        tokensOf(
          model['inputTokens'],
          model['outputTokens'],
          model['cacheReadInputTokens'],
          model['cacheCreationInputTokens'],
        ),
      );
      this.countedCostUsd += numberOf(model['costUSD']);
    }
    this.open.clear();
  }
}

export interface OpenTokens {
  readonly model: string;
  readonly usage: TokenUsage;
}

type JsonObject = Readonly<Record<string, unknown>>;

function decoded(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // The stream is another program's: a line that is no JSON says nothing.
    return undefined;
  }
}

function objectOf(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

function arrayOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** 0 for what is no finite number ≥ 0. */
function numberOf(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : 0;
}

function tokensOf(input: unknown, output: unknown, cacheRead: unknown, cacheWrite: unknown): TokenUsage {
  const cacheReadTokens = numberOf(cacheRead);
  const cacheWriteTokens = numberOf(cacheWrite);
  return {
    inputTokens: numberOf(input) + cacheReadTokens + cacheWriteTokens,
    outputTokens: numberOf(output),
    cacheReadTokens,
    cacheWriteTokens,
  };
}
