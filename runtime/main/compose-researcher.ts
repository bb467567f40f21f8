import { PerplexityResearcher } from '../adapters/perplexity/perplexity-researcher';
import type { Config } from '../config/config';
import type { Researcher } from '../ports/researcher';

/** The configured search model, or undefined when there is none. */
export function composeResearcher({ research }: Config): Researcher | undefined {
  const { baseUrl, apiKey, model } = research;
  if (baseUrl === undefined) return undefined;
  return new PerplexityResearcher({ baseUrl, model, ...(apiKey === undefined ? {} : { apiKey }) });
}
