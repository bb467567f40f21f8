import type { DraftReference, DraftTask } from '../draft';
import type { Findings } from '../findings';
import type { PlanLimits } from '../plan';
import { type OrderedTask, orderByDocument } from './document-order';
import { finishMarkdownTask, type MarkdownTask } from './markdown-task';
import { forgetUnresolved } from './read-known-references';

/** A task of a list, with the group that it stands in. */
export interface ListedTask extends OrderedTask {
  readonly phase: string | undefined;
  readonly isOptional: boolean;
}

/**
 * The tasks of a list as drafts: with what they say that they wait on, and in the order of the document where they do not
 * say it.
 *
 * @param references - By the task's number; absent where there are too many tasks to look.
 */
export function finishOrderedTasks(
  tasks: readonly ListedTask[],
  references: readonly (readonly DraftReference[])[],
  limits: PlanLimits,
  findings: Findings,
): readonly DraftTask[] {
  if (tasks.length <= limits.tasks) {
    forgetUnresolved(tasks, references);
    orderByDocument(tasks, findings);
  }
  return tasks.map((task, no) => listedDraft(task, references[no] ?? []));
}

/** One of them, without what only its reader needed. */
export function listedDraft(task: ListedTask, references: readonly DraftReference[]): DraftTask {
  const { section: _, isParallel, isOptional, phase, ...rest } = task;
  return {
    ...finishMarkdownTask(rest as MarkdownTask, references),
    ...(isParallel ? { isParallel: true as const } : {}),
    ...(isOptional ? { isOptional: true as const } : {}),
    ...(phase === undefined ? {} : { phase }),
  };
}
