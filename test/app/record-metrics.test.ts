import { recordMetrics } from '../../runtime/app/record-metrics';
import type { Metric } from '../../runtime/core/report/metrics-of';
import type { OutgoingMessage } from '../../runtime/ports/outbox';
import { AppWorld, ScriptedAgent } from '../support/app-world';
import { smallPlan } from '../support/small-plan';
import { verifies } from '../support/verifies';

it(`keeps duration, attempts and cost of each settled task and of the execution, once${verifies('R-35', 'R-86')}`, async () => {
  let tries = 0;
  const world = new AppWorld({
    script: ({ task }) => {
      const usage = { costUsd: 0.5, inputTokens: 1, outputTokens: 1 };
      if (task.id === 'a' && ++tries === 1) return { type: 'failed', code: 'X', message: 'no', summary: 'no', usage };
      return { ...ScriptedAgent.done, usage };
    },
  });
  await world.addWorker('w1');
  const id = await world.submit(smallPlan(['a', 'b<a']), {
    retry: { maxAttempts: 2, firstDelayMs: 0, backoffMultiplier: 1, maxDelayMs: 0 },
  });
  expect(await world.loop(id)).toBe('over');

  const kept: Metric[] = [];
  const deps = {
    ...world.deps,
    attempts: world.stores.attempts,
    metrics: { put: async (metrics: readonly Metric[]) => void kept.push(...metrics) },
  };
  const end = (epoch: number) =>
    ({ topic: 'deliver', executionId: id, payload: { epoch } }) as unknown as OutgoingMessage;
  await recordMetrics(deps, end(1));
  expect(kept.map(({ task, name, value, unit }) => [task, name, value, unit])).toEqual([
    [undefined, 'execution_duration', expect.any(Number), 's'],
    [undefined, 'execution_cost', 1.5, 'usd'],
    [undefined, 'execution_tasks_completed', 2, 'tasks'],
    [undefined, 'execution_tasks_failed', 0, 'tasks'],
    [0, 'task_duration', expect.any(Number), 's'],
    [0, 'task_attempts', 2, 'attempts'],
    [0, 'task_cost', 1, 'usd'],
    [1, 'task_duration', expect.any(Number), 's'],
    [1, 'task_attempts', 1, 'attempts'],
    [1, 'task_cost', 0.5, 'usd'],
  ]);

  const sources = kept.map(({ source, name, task }) => [source, name, task].join());
  await recordMetrics(deps, end(1));
  expect(kept.slice(sources.length).map(({ source, name, task }) => [source, name, task].join())).toEqual(sources);
  // The end of an epoch that is past says nothing of this one.
  await recordMetrics(deps, end(7));
  expect(kept).toHaveLength(2 * sources.length);
});
