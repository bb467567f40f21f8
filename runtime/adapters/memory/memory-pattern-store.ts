import type { PatternStore, SimilarPattern, SimilarQuery, StoredPattern } from '../../ports/pattern-store';

/** Keeps patterns in a process: for tests, and for previews without a database. */
export class MemoryPatternStore implements PatternStore {
  private readonly patterns = new Map<string, StoredPattern>();

  async put(patterns: readonly StoredPattern[]): Promise<void> {
    for (const pattern of patterns) this.patterns.set(pattern.id, pattern);
  }

  async similar(query: SimilarQuery): Promise<readonly SimilarPattern[]> {
    const found: SimilarPattern[] = [];
    for (const { model, vector, ...pattern } of this.patterns.values()) {
      if (model !== query.model) continue;
      if (query.projectId !== undefined && pattern.projectId !== query.projectId) continue;
      if (query.taskType !== undefined && pattern.taskType !== query.taskType) continue;
      if (query.isSuccess !== undefined && pattern.isSuccess !== query.isSuccess) continue;
      const similarity = vector.reduce((sum, value, index) => sum + value * (query.vector[index] ?? 0), 0);
      found.push({ ...pattern, similarity });
    }
    return found.sort((a, b) => b.similarity - a.similarity || (a.id < b.id ? -1 : 1)).slice(0, query.limit);
  }

  async close(): Promise<void> {}
}
