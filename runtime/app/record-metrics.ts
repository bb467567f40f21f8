import { isOver } from '../core/execution/execution';
import { asExecutionId } from '../core/ids';
import { metricsOf } from '../core/report/metrics-of';
import type { AttemptReader } from '../ports/execution-store';
import type { OutgoingMessage } from '../ports/outbox';
import type { MetricStore } from '../ports/records';
import type { TransactDeps } from './transact';

export type MetricsDeps = Pick<TransactDeps, 'cache'> & {
  readonly attempts: AttemptReader;
  readonly metrics: MetricStore;
};

/**
 * Keeps the metrics of an execution whose end is told. Safe to repeat: each is kept once. An execution that a person has
 * tried again meanwhile has another end to come.
 */
export async function recordMetrics(
  { cache, attempts, metrics }: MetricsDeps,
  message: OutgoingMessage,
): Promise<void> {
  if (message.topic !== 'deliver') return;
  const id = asExecutionId(message.executionId);
  const { execution } = await cache.refresh(id);
  if (!isOver(execution.status) || execution.epoch !== message.payload.epoch) return;
  await metrics.put(metricsOf(execution, await attempts.attemptsOf(id)));
}
