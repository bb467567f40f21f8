import type { DraftTask } from '../../draft';
import { orderByDocument } from '../../drafting/document-order';
import { type ListedTask, listedDraft } from '../../drafting/finish-ordered-tasks';
import { hearDependencies } from '../../drafting/hear-dependencies';
import { noteParts } from '../../drafting/note-parts';
import { forgetUnresolved } from '../../drafting/read-known-references';
import { settleStandings } from '../../drafting/settle-standings';
import type { Findings } from '../../findings';
import type { PlanLimits } from '../../plan';
import { readNumbers } from './read-numbers';

/** A task of Kiro while its lines are still being read. */
export interface KiroTask extends ListedTask {
  readonly indent: number;
  isParallel: boolean;
}

/** The tasks as drafts, in the order of their numbers; notes marks of tasks and their parts that differ. */
export function finishKiroTasks(
  tasks: readonly KiroTask[],
  limits: PlanLimits,
  findings: Findings,
): readonly DraftTask[] {
  settleStandings(tasks, findings);
  const numbers = new Map(tasks.map(({ originalId }, no) => [originalId, no]));
  hearDependencies(tasks, { find: (name) => numbers.get(name) }, findings);
  const references = readNumbers(tasks, limits, findings);
  const areNumbers = tasks.every(({ originalId }) => /^\d{1,6}$/.test(originalId));
  const sorted = areNumbers ? tasks.toSorted((a, b) => Number(a.originalId) - Number(b.originalId)) : tasks;
  const place = new Map(tasks.map((task, no) => [task, no]));
  if (sorted.length <= limits.tasks) {
    forgetUnresolved(tasks, references);
    orderByDocument(sorted, findings);
  }
  noteParts(tasks, findings);
  return tasks.map(({ indent: _indent, ...task }, no) => ({
    ...listedDraft(task, references[no] ?? []),
    follows: task.follows.map((other) => place.get(sorted[other]!)!),
  }));
}
