import { HashedTextEmbedder } from '../adapters/local-embeddings/hashed-text-embedder';
import { OpenaiEmbedder } from '../adapters/openai-embeddings/openai-embedder';
import type { PostgresDatabase } from '../adapters/postgres/postgres-database';
import { PostgresPatternStore } from '../adapters/postgres/postgres-pattern-store';
import { QdrantPatternStore } from '../adapters/qdrant/qdrant-pattern-store';
import type { Config } from '../config/config';
import type { Embedder } from '../ports/embedder';
import type { PatternStore } from '../ports/pattern-store';

/** The embedder and the pattern store that the configuration names. */
export function composeLearning(config: Config, database: PostgresDatabase, secrets: readonly string[]) {
  const { embeddings, patterns } = config;
  const embedder: Embedder = embeddings.type === 'local' ? new HashedTextEmbedder() : new OpenaiEmbedder(embeddings);
  const store: PatternStore =
    patterns.type === 'postgres' ? new PostgresPatternStore(database) : new QdrantPatternStore(patterns);
  return { embedder, patterns: store, secrets };
}
