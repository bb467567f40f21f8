import OpenAI from 'openai';
import { UnavailableError } from '../../core/errors';
import type { ResearchAnswer, Researcher } from '../../ports/researcher';
import { type ServiceWords, serviceError } from '../openai-errors/service-error';
import { straightFetch } from '../openai-errors/straight-fetch';

const WORDS: ServiceWords = {
  title: 'The research provider',
  service: 'research',
  keyCode: 'RESEARCH_KEY_REJECTED',
  refusedCode: 'RESEARCH_REFUSED',
  keyHint: 'Set NIGHTSHIFT_RESEARCH_API_KEY to a valid key',
  refusedHint: 'Check base URL and model of the research provider',
  awayHint: 'Ask again in a while',
};

export interface PerplexityOptions {
  /** `https://api.perplexity.ai`, or of any OpenAI-compatible model that searches. */
  readonly baseUrl: string;
  readonly apiKey?: string;
  readonly model: string;
}

const TIMEOUT_MS = 60_000;
const LONGEST_ANSWER = 20_000;
const MOST_SOURCES = 20;

/**
 * Asks a search model by the OpenAI chat API. Sources come from `search_results` or `citations` (Perplexity), else from
 * the `url_citation` annotations of the message (OpenAI), else from the addresses in the answer.
 *
 * Source: R-70; https://docs.perplexity.ai/api-reference/chat-completions-post. Run only against a double.
 */
export class PerplexityResearcher implements Researcher {
  readonly provider: string;
  private readonly client: OpenAI;

  constructor(private readonly options: PerplexityOptions) {
    this.provider = new URL(options.baseUrl).host;
    this.client = new OpenAI({
      baseURL: options.baseUrl,
      apiKey: options.apiKey ?? 'none',
      timeout: TIMEOUT_MS,
      maxRetries: 2,
      organization: null,
      project: null,
      fetch: straightFetch,
    });
  }

  async ask(question: string, signal: AbortSignal): Promise<ResearchAnswer> {
    let completion: OpenAI.Chat.ChatCompletion;
    try {
      completion = await this.client.chat.completions.create(
        {
          model: this.options.model,
          messages: [
            { role: 'system', content: INSTRUCTION },
            { role: 'user', content: question },
          ],
        },
        { signal },
      );
    } catch (cause) {
      signal.throwIfAborted();
      throw serviceError(cause, WORDS);
    }
    const answer = completion.choices?.[0]?.message?.content?.trim().slice(0, LONGEST_ANSWER) ?? '';
    if (answer === '') {
      throw new UnavailableError('research', `${this.provider} gave an empty answer`, { hint: 'Ask again' });
    }
    return {
      answer,
      sources: sourcesOf(completion, answer),
      model: completion.model || this.options.model,
      costUsd: costOf(completion),
    };
  }
}

const INSTRUCTION =
  'Answer briefly and to the point, for a software developer. Say what is known from current sources and name versions and dates. Say so when the sources do not tell.';

type Source = ResearchAnswer['sources'][number];

/** Each address once, in the order of the answer's numbers; nothing but http and https. */
function sourcesOf(completion: object, answer: string): readonly Source[] {
  const { search_results: results, citations, choices } = completion as Readonly<Record<string, unknown>>;
  const message = (listOf(choices)[0] as { readonly message?: { readonly annotations?: unknown } } | undefined)
    ?.message;
  const annotated = listOf(message?.annotations).map(
    (annotation) => (annotation as { readonly url_citation?: unknown }).url_citation,
  );
  const inText = [...answer.matchAll(/https?:\/\/[^\s)\]}>"']{1,500}/g)].map(([url]) =>
    url.replace(/[.,;:]{1,20}$/, ''),
  );
  const named = [listOf(results), listOf(citations), annotated, inText].find((list) =>
    list.some((entry) => sourceOf(entry) !== undefined),
  );
  const byUrl = new Map<string, Source>();
  for (const entry of named ?? []) {
    const source = sourceOf(entry);
    if (source !== undefined && !byUrl.has(source.url)) byUrl.set(source.url, source);
  }
  return [...byUrl.values()].slice(0, MOST_SOURCES);
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** From an address, or from an object with `url` and `title`. */
function sourceOf(entry: unknown): Source | undefined {
  const { url, title } = (typeof entry === 'string' ? { url: entry } : (entry ?? {})) as Readonly<
    Record<string, unknown>
  >;
  if (typeof url !== 'string' || url.length > 2_000 || !URL.canParse(url)) return undefined;
  const { protocol, host } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:') return undefined;
  return { url, title: typeof title === 'string' && title.trim() !== '' ? title.trim().slice(0, 300) : host };
}

/** As far as the provider says it (Perplexity: `usage.cost.total_cost`); 0 when it does not. */
function costOf(completion: object): number {
  const { usage } = completion as { readonly usage?: { readonly cost?: { readonly total_cost?: unknown } } };
  const cost = usage?.cost?.total_cost;
  return typeof cost === 'number' && Number.isFinite(cost) && cost >= 0 ? cost : 0;
}
