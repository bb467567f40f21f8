import { ConfigError } from '../core/errors';
import type { ResearchRequest } from '../core/report/requests';
import type { ResearchView } from '../core/report/service-views';
import { normaliseQuestion } from '../core/research/normalise-question';
import type { ResearchCache } from '../ports/records';
import type { Researcher } from '../ports/researcher';
import type { DatabaseTime } from './database-time';

export interface ResearchDeps {
  readonly time: DatabaseTime;
  readonly cache: ResearchCache;
  /** Absent when no provider is configured. */
  readonly researcher?: Researcher;
  readonly cacheHours: number;
}

/**
 * Answers one question with its sources, from the cache where the same question was asked before.
 *
 * @throws {ConfigError} `RESEARCH_NOT_CONFIGURED` with the next step when nothing is cached and no provider is configured.
 */
export async function research(
  deps: ResearchDeps,
  request: ResearchRequest,
  signal: AbortSignal,
): Promise<ResearchView> {
  const key = normaliseQuestion(request.question);
  const maxAgeMs = (request.maxAgeHours ?? deps.cacheHours) * 3_600_000;
  const cached = await deps.cache.get(key);
  if (cached && (await deps.time.now()).getTime() - Date.parse(cached.cachedAt) <= maxAgeMs) {
    return { ...cached, isCached: true };
  }
  if (!deps.researcher) {
    throw new ConfigError('RESEARCH_NOT_CONFIGURED', 'No research provider is configured', {
      hint: 'Set NIGHTSHIFT_RESEARCH_URL and NIGHTSHIFT_RESEARCH_API_KEY to an OpenAI-compatible search model (Perplexity: https://api.perplexity.ai).',
    });
  }
  const answer = await deps.researcher.ask(request.question, signal);
  await deps.cache.put(key, request.question, answer);
  return { ...answer, isCached: false };
}
