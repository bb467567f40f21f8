import { DURATION_BUCKETS, type ExecutionMetrics } from '../../core/report/execution-metrics';
import { planStatusOf } from '../../core/report/task-words';
import { gauge, histogramSamples } from './gateway-meter';
import type { MetricFamily } from './metrics-text';

/**
 * The numbers of R-42. The plan is a label on its four only; conversations travel as exemplars, so that no label grows
 * without bound.
 */
export function executionFamilies(metrics: ExecutionMetrics): readonly MetricFamily[] {
  const { tasks, durations, errors, executions, slots, outbox } = metrics;
  return [
    {
      name: 'execution_tasks_total',
      type: 'gauge',
      help: 'Tasks of the newest plans, by status.',
      samples: byStatus(tasks),
    },
    {
      name: 'execution_tasks_completed',
      type: 'gauge',
      help: 'Completed tasks of the newest plans.',
      samples: tasks
        .filter(({ status }) => status === 'completed')
        .map(({ planId, count }) => ({ labels: { plan_id: planId }, value: count })),
    },
    {
      name: 'execution_task_duration_seconds',
      type: 'histogram',
      help: 'What attempts of the newest plans took.',
      samples: durations.flatMap(({ planId, conversationId, count, sumSeconds: sum, atMost }) =>
        histogramSamples(
          { plan_id: planId },
          DURATION_BUCKETS,
          { count, sum, atMost },
          {
            labels: { conversation_id: conversationId },
            value: count === 0 ? 0 : sum / count,
          },
        ),
      ),
    },
    {
      name: 'execution_errors_total',
      type: 'counter',
      help: 'Attempts of the newest plans that did not end well, by how they ended.',
      samples: errors.map(({ planId, conversationId, outcome, count }) => ({
        labels: { plan_id: planId, outcome },
        value: count,
        exemplar: { labels: { conversation_id: conversationId }, value: 1 },
      })),
    },
    {
      name: 'nightshift_executions',
      type: 'gauge',
      help: 'Executions by state.',
      samples: executions.map(({ state, count }) => ({ labels: { state }, value: count })),
    },
    gauge('nightshift_slots_used', 'Slots of workers that are in use.', slots.used),
    gauge('nightshift_slots', 'Slots of all workers.', slots.limit),
    gauge('nightshift_outbox_waiting', 'Messages that are yet to leave.', outbox.waiting),
    gauge('nightshift_outbox_dead', 'Messages that will never leave.', outbox.dead),
  ];
}

/** Several states of the kernel are one status of a plan's task. */
function byStatus(tasks: ExecutionMetrics['tasks']): MetricFamily['samples'] {
  const sums = new Map<string, { readonly labels: Readonly<Record<string, string>>; value: number }>();
  for (const { planId, status: of, count } of tasks) {
    const status = planStatusOf(of);
    const key = `${planId} ${status}`;
    const known = sums.get(key) ?? { labels: { plan_id: planId, status }, value: 0 };
    sums.set(key, known);
    known.value += count;
  }
  return [...sums.values()];
}
