import { addTokens, NO_TOKENS, type PriceOf, type TokenUsage } from '../../core/agent/token-usage';
import { UnavailableError } from '../../core/errors';
import type { AgentJob, AgentResult, AgentUsage } from '../../ports/agent';
import type { Clock } from '../../ports/clock';
import type { ModelConversation, ModelNews, ModelTurn } from './model-conversation';
import { type ToolAnswer, WorkspaceTools } from './workspace-tools';

export interface ToolLoop {
  readonly model: string;
  readonly priceOf: PriceOf;
  readonly clock: Clock;
  /** Begins the conversation; what the model says is to be given to `onText` as it comes. */
  readonly converse: (onText: (text: string) => void) => ModelConversation;
}

type Stop = 'aborted' | 'timed-out' | 'output-limit';

const SUMMARY_CHARS = 2000;
const CHARS_PER_TOKEN = 4;

/**
 * Lets a model work with the workspace tools until it answers without a call, or meets a limit: time, turns, output,
 * money or tokens. The last two are checked between turns, so one answer may go past the cap. Each step leaves a line in the
 * attempt's log.
 *
 * @throws {NightshiftError} of kind `operator`, or `transient` with the `usage` so far in its details.
 */
export async function runToolLoop(loop: ToolLoop, job: AgentJob, signal: AbortSignal): Promise<AgentResult> {
  const run = new ToolLoopRun(loop, job, signal);
  try {
    return await run.work();
  } finally {
    run.close();
  }
}

class ToolLoopRun {
  private readonly startedAt: number;
  private readonly stopping = new AbortController();
  private readonly finished = new AbortController();
  private stop: Stop | undefined;
  private outputBytes = 0;
  private tokens: TokenUsage = NO_TOKENS;
  private costUsd = 0;
  /** Characters of the conversation so far. */
  private said: number;
  private lastText = '';
  private readonly told = new Set<string>();
  private readonly job: AgentJob;
  private readonly onAbort = () => this.stopBecause('aborted');

  constructor(
    private readonly loop: ToolLoop,
    job: AgentJob,
    private readonly signal: AbortSignal,
  ) {
    this.job = { ...job, onOutput: (chunk) => this.print(job, chunk) };
    this.said = job.prompt.length;
    this.startedAt = loop.clock.steady();
    if (signal.aborted) this.onAbort();
    signal.addEventListener('abort', this.onAbort, { once: true });
    void loop.clock.sleep(job.limits.timeMs, this.finished.signal).then(() => {
      if (!this.finished.signal.aborted) this.stopBecause('timed-out');
    });
  }

  close(): void {
    this.finished.abort();
    this.signal.removeEventListener('abort', this.onAbort);
  }

  async work(): Promise<AgentResult> {
    const { limits } = this.job;
    const tools = new WorkspaceTools(this.job, {
      remainingMs: () => limits.timeMs - (this.loop.clock.steady() - this.startedAt),
      remainingOutputBytes: () => limits.outputBytes - this.outputBytes,
    });
    const conversation = this.loop.converse((text) => this.write(text));
    let news: ModelNews = { answers: [] };
    for (let turn = 1; turn <= limits.turns; turn += 1) {
      const answer = await this.askFitting(conversation, news);
      if (answer === undefined || this.stop !== undefined) return this.stopped();
      if (answer.type === 'limit-reached') {
        this.line(`[limit] ${answer.message}; waiting until ${answer.until.toISOString()}`);
        return { ...this.soFar(), type: 'limit-reached', until: answer.until.toISOString(), message: answer.message };
      }
      if (answer.type === 'too-long') return this.failed('AGENT_CONTEXT', answer.message);
      if (answer.type === 'failed') return this.failed(answer.code, answer.message);
      this.count(answer);
      if (answer.ending === 'refused') return this.failed('AGENT_REFUSED', answer.text || 'The model refused the task');
      if (answer.ending === 'complete' && answer.toolCalls.length === 0) {
        this.line(
          `[done] ${turn} turns, ${this.tokens.inputTokens} tokens in, ${this.tokens.outputTokens} out, $${this.costUsd.toFixed(4)}`,
        );
        return { ...this.soFar(), type: 'done' };
      }
      if (this.costUsd >= limits.costUsd) {
        return this.failed(
          'AGENT_BUDGET',
          `The task has cost $${this.costUsd.toFixed(4)}, its cap is $${limits.costUsd.toFixed(4)}`,
        );
      }
      if (this.tokens.inputTokens + this.tokens.outputTokens >= limits.tokens) {
        const used = `${this.tokens.inputTokens} tokens in and ${this.tokens.outputTokens} out`;
        return this.failed(
          'AGENT_BUDGET',
          `The attempt has used ${used}; ${limits.tokens} were left of the task's cap`,
        );
      }
      news = answer.ending === 'cut' ? cutNews(answer) : { answers: await this.answers(tools, answer) };
      if (this.stop !== undefined) return this.stopped();
    }
    return this.failed('AGENT_TURNS', `The model was not done after ${limits.turns} turns`);
  }

  /** The next turn; a conversation that is too long for the model is shortened as often as that helps. */
  private async askFitting(conversation: ModelConversation, news: ModelNews): Promise<ModelTurn | undefined> {
    let answer = await this.ask(conversation, news);
    while (answer?.type === 'too-long' && conversation.shorten()) {
      this.line('[context] the conversation is too long for the model: older tool answers are left out');
      answer = await this.ask(conversation, { answers: [] });
    }
    return answer;
  }

  /** The next turn, or undefined when the run was stopped meanwhile. */
  private async ask(conversation: ModelConversation, news: ModelNews): Promise<ModelTurn | undefined> {
    const stopped = whenAborted(this.stopping.signal);
    try {
      return await Promise.race([conversation.next(news, this.stopping.signal), stopped.promise]);
    } catch (error) {
      if (this.stop !== undefined) return undefined;
      if (!(error instanceof UnavailableError)) throw error;
      this.line(`[away] ${error.message}`);
      throw new UnavailableError(error.code.replace(/^UNAVAILABLE_/, ''), error.message, {
        cause: error,
        details: { ...error.details, usage: this.usage() },
        ...(error.hint === undefined ? {} : { hint: error.hint }),
        ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
      });
    } finally {
      stopped.forget();
    }
  }

  private async answers(tools: WorkspaceTools, turn: ModelTurn & { type: 'answer' }): Promise<readonly ToolAnswer[]> {
    const answers: ToolAnswer[] = [];
    for (const call of turn.toolCalls) {
      if (this.stop !== undefined) break;
      this.line(`[tool] ${call.name} ${brief(call.input)}`);
      const answer = await tools.run(call, this.stopping.signal);
      this.line(`[${answer.isError ? 'error' : 'ok'}] ${firstLine(answer.content)}`);
      this.said += answer.content.length;
      answers.push(answer);
    }
    return answers;
  }

  private count(turn: ModelTurn & { type: 'answer' }): void {
    this.write('\n');
    if (turn.text.trim() !== '') this.lastText = turn.text.trim();
    const usage = turn.usage ?? this.estimate(turn);
    if (turn.usage === undefined)
      this.tell('[cost] the service does not say how many tokens it used: they are estimated');
    this.said += turn.text.length;
    this.tokens = addTokens(this.tokens, usage);
    const price = this.loop.priceOf(this.loop.model, usage);
    if (price === undefined)
      this.tell(`[cost] no price is known for ${this.loop.model}: tokens are counted, money is not`);
    this.costUsd += price ?? 0;
  }

  /** So that the caps hold also where nobody counts: all that was said so far goes in, the answer comes out. */
  private estimate(turn: ModelTurn & { type: 'answer' }): TokenUsage {
    const out = turn.text.length + JSON.stringify(turn.toolCalls).length;
    const [inputTokens, outputTokens] = [this.said, out].map((chars) => Math.ceil(chars / CHARS_PER_TOKEN));
    return { ...NO_TOKENS, inputTokens: inputTokens!, outputTokens: outputTokens! };
  }

  private stopped(): AgentResult {
    switch (this.stop) {
      case 'timed-out':
        return this.failed(
          'AGENT_TIMEOUT',
          `The model was not done after ${Math.round(this.job.limits.timeMs / 1000)} s`,
        );
      case 'output-limit':
        return this.failed('AGENT_OUTPUT_LIMIT', `More than ${this.job.limits.outputBytes} bytes were printed`);
      default:
        return { ...this.soFar(), type: 'aborted' };
    }
  }

  private failed(code: string, message: string): AgentResult {
    this.line(`[failed] ${code}: ${message}`);
    return { ...this.soFar(), type: 'failed', code, message };
  }

  private soFar(): { readonly usage: AgentUsage; readonly summary: string } {
    return { usage: this.usage(), summary: this.lastText.slice(0, SUMMARY_CHARS) };
  }

  private usage(): AgentUsage {
    return { costUsd: this.costUsd, inputTokens: this.tokens.inputTokens, outputTokens: this.tokens.outputTokens };
  }

  private stopBecause(stop: Stop): void {
    this.stop ??= stop;
    this.stopping.abort(new Error(stop));
  }

  private print(job: AgentJob, chunk: Uint8Array): void {
    this.outputBytes += chunk.length;
    if (this.outputBytes > job.limits.outputBytes) this.stopBecause('output-limit');
    else job.onOutput(chunk);
  }

  private write(text: string): void {
    this.job.onOutput(Buffer.from(text, 'utf8'));
  }

  private line(text: string): void {
    this.write(`${text}\n`);
  }

  private tell(text: string): void {
    if (this.told.has(text)) return;
    this.told.add(text);
    this.line(text);
  }
}

/** Calls of an answer that was cut may lack their end: none is carried out. */
function cutNews(turn: ModelTurn & { type: 'answer' }): ModelNews {
  const content = 'Not carried out: your answer was cut at its length limit. Do less in one answer.';
  return turn.toolCalls.length > 0
    ? { answers: turn.toolCalls.map((call) => ({ callId: call.id, content, isError: true })) }
    : { answers: [], note: 'Your answer was cut at its length limit. Go on where it stopped.' };
}

function whenAborted(signal: AbortSignal): { readonly promise: Promise<undefined>; readonly forget: () => void } {
  let onAbort: () => void = () => undefined;
  const promise = new Promise<undefined>((resolve) => {
    onAbort = () => resolve(undefined);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
  });
  return { promise, forget: () => signal.removeEventListener('abort', onAbort) };
}

const BRIEF_CHARS = 300;

function brief(input: unknown): string {
  const text = JSON.stringify(input) ?? '';
  return text.length > BRIEF_CHARS ? `${text.slice(0, BRIEF_CHARS)}…` : text;
}

function firstLine(text: string): string {
  const line = text.split('\n', 1)[0] ?? '';
  return line.length > BRIEF_CHARS ? `${line.slice(0, BRIEF_CHARS)}…` : line;
}
