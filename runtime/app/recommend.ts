import { messageOf } from '../core/errors';
import type { Execution } from '../core/execution/execution';
import { patternText } from '../core/learn/pattern-text';
import { redact } from '../core/learn/redact';
import { taskTypeOf } from '../core/learn/task-type';
import type { SimilarRequest } from '../core/report/requests';
import type { Embedder } from '../ports/embedder';
import type { Log } from '../ports/log';
import type { PatternStore, SimilarPattern } from '../ports/pattern-store';

export interface RecommendDeps {
  readonly embedder: Embedder;
  readonly patterns: PatternStore;
  readonly secrets: readonly string[];
}

const DEFAULT_LIMIT = 3;

/** The most similar past attempts, nearest first. @throws {UnavailableError} when the store or the embeddings are away. */
export async function recommend(deps: RecommendDeps, request: SimilarRequest): Promise<readonly SimilarPattern[]> {
  const { text, limit = DEFAULT_LIMIT, ...filter } = request;
  const [vector] = await deps.embedder.embed([redact(deps.secrets, text)]);
  return deps.patterns.similar({ model: deps.embedder.model, vector: vector!, limit, ...filter });
}

/** Lines on similar past attempts for a task's prompt; empty when nothing is known or the store is away: learning bears no load. */
export async function recall(
  deps: RecommendDeps & { readonly log: Log },
  execution: Execution,
  no: number,
): Promise<readonly string[]> {
  const task = execution.plan.tasks[no]!;
  const { projectId } = execution.options;
  try {
    const text = patternText({ title: task.title, description: task.description, taskType: taskTypeOf(task) });
    const similar = await recommend(deps, { text, ...(projectId === undefined ? {} : { projectId }) });
    return similar.filter(({ similarity }) => similarity > 0.5).map(lineOf);
  } catch (error) {
    deps.log.warn('nothing could be recalled', { executionId: execution.id, error: messageOf(error) });
    return [];
  }
}

function lineOf({ taskTitle, isSuccess, durationSeconds, commands, errors, similarity }: SimilarPattern): string {
  const outcome = isSuccess ? 'succeeded' : `failed (${errors[0] ?? 'no error kept'})`;
  const by = commands.length > 0 ? ` with ${commands.slice(0, 3).join('; ')}` : '';
  return `- "${taskTitle}" ${outcome} after ${durationSeconds} s${by} (similarity ${similarity.toFixed(2)})`;
}
