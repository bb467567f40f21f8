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
  const done = tasks.filter(({ status }) => status === 'completed');
  const [first] = done;
  if (first !== undefined)
    findings.note(
      'NOTE_DONE',
      first.where,
      `${done.length} of ${tasks.length} tasks are marked as done; they are not run`,
    );
  const open = tasks.filter(({ status }) => status !== 'completed' && status !== 'skipped');
  return {
    id: context.planId,
    conversationId: draft.conversationId ?? context.conversationId,
    source: draft.source,
    tasks,
    metadata: {
      created: context.created,
      estimatedDuration: open.reduce((sum, task) => sum + taskMinutes(task), 0),
      contextBudget: tasks.reduce((sum, { contextTier }) => sum + contextTier * 1_000, 0),
      priority: draft.priority ?? context.priority,
    },
    title: cut(draft.title, context.limits.titleLength),
    format,
    notes: findings.notes(),
    ...(missing.length === 0 ? {} : { missingDependencies: missing }),
  };
}
