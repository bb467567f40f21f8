import type { CachedAnswer, ResearchCache } from '../../ports/records';
import type { ResearchAnswer } from '../../ports/researcher';
import { plainText } from './plain-text';
import type { PostgresDatabase } from './postgres-database';

/** Answers to questions in Postgres, by normalised question. */
export class PostgresResearchCache implements ResearchCache {
  constructor(private readonly database: PostgresDatabase) {}

  async get(key: string): Promise<CachedAnswer | undefined> {
    const [row] = await this.database.query<{ answer: string; cached_at: Date }>(GET, [plainText(key)]);
    return row && { ...(JSON.parse(row.answer) as ResearchAnswer), cachedAt: row.cached_at.toISOString() };
  }

  async put(key: string, question: string, answer: ResearchAnswer): Promise<void> {
    await this.database.query(PUT, [plainText(key), plainText(question), JSON.stringify(answer)]);
  }
}

const GET = {
  name: 'ns_get_research',
  text: 'select c.answer, c.cached_at from nightshift.research_cache c where c.key = $1',
};
const PUT = {
  name: 'ns_put_research',
  text: `insert into nightshift.research_cache (key, question, answer) values ($1, $2, $3)
    on conflict (key) do update set question = excluded.question, answer = excluded.answer, cached_at = clock_timestamp()`,
};
