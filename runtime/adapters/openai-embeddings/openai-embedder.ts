import OpenAI from 'openai';
import { ConfigError, UnavailableError } from '../../core/errors';
import type { Embedder } from '../../ports/embedder';
import { type ServiceWords, serviceError } from '../openai-errors/service-error';
import { straightFetch } from '../openai-errors/straight-fetch';

const WORDS: ServiceWords = {
  title: 'The embeddings server',
  service: 'embeddings',
  keyCode: 'EMBEDDINGS_KEY_REJECTED',
  refusedCode: 'EMBEDDINGS_REFUSED',
  keyHint: 'Set NIGHTSHIFT_EMBEDDINGS_API_KEY to a valid key, or use the local embeddings',
  refusedHint: 'Check base URL and model of the embeddings',
  awayHint: 'Plans go on without it; check that the server runs and that its base URL is right',
};

export interface OpenaiEmbedderOptions {
  /** `https://api.openai.com/v1`, or that of vLLM, Ollama and others. */
  readonly baseUrl: string;
  readonly apiKey?: string;
  readonly model: string;
  readonly dimensions: number;
}

const TIMEOUT_MS = 20_000;
/** Texts per request; some servers take no more. */
const BATCH = 64;
const LONGEST_TEXT = 8_000;

/** Embeds with a model behind an OpenAI-compatible API. */
export class OpenaiEmbedder implements Embedder {
  readonly model: string;
  readonly dimensions: number;
  private readonly client: OpenAI;

  constructor(private readonly options: OpenaiEmbedderOptions) {
    this.model = `${options.model}/${options.dimensions}`;
    this.dimensions = options.dimensions;
    // Local servers ask for no key, but the client does.
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

  async embed(texts: readonly string[]): Promise<readonly Float32Array[]> {
    const vectors: Float32Array[] = [];
    for (let at = 0; at < texts.length; at += BATCH) {
      vectors.push(...(await this.embedBatch(texts.slice(at, at + BATCH))));
    }
    return vectors;
  }

  private async embedBatch(texts: readonly string[]): Promise<readonly Float32Array[]> {
    try {
      const { data } = await this.client.embeddings.create({
        model: this.options.model,
        // An empty text is refused by most servers.
        input: texts.map((text) => text.slice(0, LONGEST_TEXT).trim() || '-'),
        encoding_format: 'float',
      });
      const vectors = new Map(data.map(({ index, embedding }) => [index, embedding]));
      return texts.map((_, index) => this.vectorOf(vectors.get(index)));
    } catch (cause) {
      throw serviceError(cause, WORDS);
    }
  }

  private vectorOf(numbers: readonly number[] | undefined): Float32Array {
    if (numbers === undefined) throw new UnavailableError('embeddings', 'The server left out a vector');
    if (numbers.length !== this.dimensions) {
      throw new ConfigError(
        'EMBEDDINGS_SIZE',
        `The model ${this.options.model} makes vectors of ${numbers.length} numbers, configured are ${this.dimensions}`,
        { hint: `Set the dimensions of the embeddings to ${numbers.length}` },
      );
    }
    const vector = Float32Array.from(numbers);
    const length = Math.hypot(...vector);
    if (!(length > 0) || !Number.isFinite(length)) {
      throw new UnavailableError('embeddings', 'The server answered with a vector that has no direction');
    }
    return vector.map((value) => value / length);
  }
}
