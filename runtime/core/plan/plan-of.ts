import { counted } from '../counted';
import type { CheckedPlan } from './check-plan';
import type { DraftPlan } from './draft';
import { taskMinutes } from './estimate';
import type { Findings } from './findings';
import type { ExecutionPlan, PlanContext } from './plan';
import { cut } from './text/cut';

/** The plan of a draft whose tasks are checked and have no problem. */
export function planOf(
  draft: DraftPlan,
  format: string,
  { tasks, missing }: CheckedPlan,
  context: PlanContext,
  findings: Findings,
): ExecutionPlan {
  let done = 0;
  let minutes = 0;
  let thousands = 0;
  for (const task of tasks) {
    thousands += task.contextTier;
    if (task.status === 'completed') done++;
    else if (task.status !== 'skipped') minutes += taskMinutes(task);
  }
  if (done > 0) {
    const { where } = tasks.find(({ status }) => status === 'completed')!;
    findings.note(
      'NOTE_DONE',
      where,
      `${done} of ${counted(tasks.length, 'task')} ${done === 1 ? 'is marked as done; it is' : 'are marked as done; they are'} not run`,
    );
  }
  return {
    id: context.planId,
    conversationId: draft.conversationId ?? context.conversationId,
    source: draft.source,
    tasks,
    metadata: {
      created: context.created,
      estimatedDuration: minutes,
      contextBudget: thousands * 1_000,
      priority: draft.priority ?? context.priority,
    },
    // One that nobody named is called by its first task.
    title: cut(draft.title || (tasks[0]?.title ?? ''), context.limits.titleLength),
    format,
    notes: findings.notes(),
    ...(missing.length === 0 ? {} : { missingDependencies: missing }),
  };
}
