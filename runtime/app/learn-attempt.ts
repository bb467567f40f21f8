import { verdictIn } from '../core/execution/verdict';
import { asExecutionId } from '../core/ids';
import { patternOf } from '../core/learn/pattern-of';
import type { AttemptLogs } from '../ports/attempt-logs';
import type { Embedder } from '../ports/embedder';
import type { AttemptReader, ExecutionStore } from '../ports/execution-store';
import type { OutgoingMessage } from '../ports/outbox';
import type { PatternStore } from '../ports/pattern-store';
import type { TransactDeps } from './transact';

export type LearnDeps = Pick<TransactDeps, 'cache'> & {
  readonly store: Pick<ExecutionStore, 'eventsAfter'>;
  readonly attempts: AttemptReader;
  readonly attemptLogs: AttemptLogs;
  readonly embedder: Embedder;
  readonly patterns: PatternStore;
  /** Values that may not be learned, whatever the log holds. */
  readonly secrets: readonly string[];
};

/** Bytes of a log that are learned from: how it began, and how it ended. More would keep the process from all else for seconds. */
const LEARNED_FROM = { first: 2 * 1_048_576, last: 6 * 1_048_576 } as const;

/**
 * Learns from the attempt that an event settled: extracts, embeds and stores its pattern. An event that is no verdict teaches nothing:
 * what older versions left with the end of an attempt.
 *
 * *Repeat*: one pattern per attempt, the same again.
 */
export async function learnAttempt(deps: LearnDeps, message: OutgoingMessage): Promise<void> {
  if (message.topic !== 'learn') return;
  const { task, token } = message.payload;
  const executionId = asExecutionId(message.executionId);
  const [event] = await deps.store.eventsAfter(executionId, message.seq - 1, 1);
  const verdict = event && verdictIn(event.body);
  const row = (await deps.attempts.attemptsOf(executionId, [task])).findLast(
    (one) => one.kind === 'attempt' && one.token <= token,
  );
  if (event === undefined || verdict === undefined || row === undefined) return;
  const { execution } = await deps.cache.refresh(executionId);
  const id = execution.plan.tasks[task]!.id;
  const log = await deps.attemptLogs.read(
    { execution: executionId, epoch: execution.epoch, task: id, token: row.token },
    LEARNED_FROM,
  );
  const { pattern, text } = patternOf({
    execution,
    task,
    token: row.token,
    verdict,
    ...(row.ended === undefined ? {} : { attempt: row.ended }),
    at: row.endedAt ?? event.at,
    log: log ?? '',
    secrets: deps.secrets,
  });
  const [vector] = await deps.embedder.embed([text]);
  await deps.patterns.put([{ ...pattern, model: deps.embedder.model, vector: vector! }]);
}
